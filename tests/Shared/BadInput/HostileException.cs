namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>Thrown by the delegates and values of these tests, so that it differs from all errors of the library.</summary>
internal sealed class HostileException() : Exception("hostile");
