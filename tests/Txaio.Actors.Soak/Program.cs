using Txaio.Actors.Soak;
using Txaio.Actors.Soak.Kinds;

// Loads the library in all its parts at once, breaks them on purpose, and accounts for each call. The last line has the
// number of kinds and checks that failed, and the exit code is 0 when none failed.
if (args is [var only] && PausedProcess.IsChild(only, out var seed))
    return SoakRun.AsChild(seed);

try
{
    return new SoakRun(SoakOptions.Read(args, AllKinds.Names)).Play();
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
