using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace Txaio.Actors.Tests.Logging;

/// <summary>Characters that control terminals, forge lines or reverse text.</summary>
internal static class HostileText
{
    private static readonly char[] Bidi =
        ['\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];

    /// <summary>Every character that must not reach a line unchanged.</summary>
    public static IEnumerable<char> Characters =>
        Enumerable.Range(0, char.MaxValue + 1).Select(static c => (char)c).Where(static c => !IsSurrogate(c) && !IsSafe(c))
            .Append('\ud800').Append('\udbff').Append('\udc00').Append('\udfff');

    /// <summary>All hostile characters, each before a letter.</summary>
    public static string All => string.Concat(Characters.Select(static c => $"{c}x"));

    /// <summary>The hostile characters of a text as U+..., for the message of an assertion.</summary>
    public static string UnsafeIn(string text) => string.Join(' ', text
        .Where((c, i) => IsSurrogate(c) ? !IsHalf(text, i) : !IsSafe(c))
        .Distinct()
        .Select(static c => $"U+{(int)c:X4}"));

    /// <summary>An instance of a class named <paramref name="name"/>, with a property of that name.</summary>
    public static object InstanceOf(string name, Type parent, string property)
    {
        // The runtime would end a name at a NUL.
        name = name.Replace("\0", "", StringComparison.Ordinal);
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("hostile"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("hostile");
        var type = module.DefineType(name, TypeAttributes.Public, parent);
        var getter = type.DefineMethod("get", MethodAttributes.Public, typeof(string), Type.EmptyTypes);
        getter.GetILGenerator().Emit(OpCodes.Ldstr, "value");
        getter.GetILGenerator().Emit(OpCodes.Ret);
        type.DefineProperty(property.Replace("\0", "", StringComparison.Ordinal), PropertyAttributes.None, typeof(string), null)
            .SetGetMethod(getter);
        return Activator.CreateInstance(type.CreateType())!;
    }

    private static bool IsSurrogate(char c) => c is >= '\ud800' and <= '\udfff';

    private static bool IsHalf(string text, int i) => char.IsLowSurrogate(text[i])
        ? i > 0 && char.IsHighSurrogate(text[i - 1])
        : i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);

    private static bool IsSafe(char c) => !Bidi.Contains(c) && char.GetUnicodeCategory(c)
        is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
