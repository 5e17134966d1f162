namespace Txaio.Actors.Guarding;

/// <summary>
/// An actor that a store, the cluster or the replicator of Akka tells messages. These messages prove nothing about
/// their sender, so <see cref="GuardedRef"/> takes them neither from the wire nor from a selection.
/// </summary>
internal interface IServedByAkka;
