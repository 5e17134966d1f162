using System.Collections;
using Akka.Actor;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>A value whose every member throws.</summary>
internal sealed class HostileValue : IFormattable
{
    public override bool Equals(object? obj) => throw new HostileException();

    public override int GetHashCode() => throw new HostileException();

    public override string ToString() => throw new HostileException();

    public string ToString(string? format, IFormatProvider? formatProvider) => throw new HostileException();
}

/// <summary>A target that refuses every message.</summary>
internal sealed class HostileTarget : ICanTell
{
    public void Tell(object message, IActorRef sender) => throw new HostileException();
}

/// <summary>A failure whose exception is null, or cannot be read.</summary>
internal sealed class HostileFailure(bool throws) : IFailedFuture
{
    public Exception Value => throws ? throw new HostileException() : null!;
}

/// <summary>A sequence that throws at its first item.</summary>
internal sealed class HostileSequence<T> : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => throw new HostileException();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
