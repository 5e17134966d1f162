namespace Samples;

/// <summary>The command lines of all samples: <c>--name value</c> or <c>--name=value</c>, and <c>--help</c>.</summary>
internal static class CommandLine
{
    private const int Success = 0;
    private const int BadUsage = 2;

    public static bool IsHelp(string argument) => argument is "--help" or "-h" or "-?";

    /// <summary>Splits a command line into its options.</summary>
    /// <returns>The name and the value of each option; a null value where the command line ends.</returns>
    /// <exception cref="ArgumentException">An argument is no option. The message is one line for the user.</exception>
    public static IEnumerable<(string Name, string? Value)> Options(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (name, equals) = (args[i], args[i].IndexOf('='));
            if (!name.StartsWith('-'))
                throw new ArgumentException($"unexpected argument {name}; see --help");
            if (IsHelp(name))
                yield return (name, null);
            else if (equals > 0)
                yield return (name[..equals], name[(equals + 1)..]);
            else
                yield return (name, ++i < args.Count ? args[i] : null);
        }
    }

    /// <summary>The command line of a sample that has no options: shows its help, refuses the rest.</summary>
    /// <returns>The exit code to end with, or null to continue.</returns>
    public static int? Check(IReadOnlyList<string> args, string sample, string help)
    {
        if (args.Count == 0)
            return null;
        if (args.FirstOrDefault(static argument => !IsHelp(argument)) is { } unknown)
        {
            Console.Error.WriteLine($"{sample}: unknown argument {unknown}; it takes none but --help");
            return BadUsage;
        }

        Console.Out.WriteLine($"{sample}: {help}\n\nUsage: {sample} [--help]");
        return Success;
    }
}
