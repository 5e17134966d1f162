namespace Txaio.Actors.Messages;

/// <summary>A message that a promise acts on, and does not take as its value.</summary>
internal interface IPromiseControl;
