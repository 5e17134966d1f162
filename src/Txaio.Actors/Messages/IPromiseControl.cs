namespace Txaio.Actors.Messages;

/// <summary>A message that controls a promise. Any other message becomes the promise's value.</summary>
internal interface IPromiseControl;
