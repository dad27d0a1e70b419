namespace Sfu.Server.Options;

/// <summary>The server cannot start, and an operator can put it right: the message is one sentence for her, shown without a stack trace.</summary>
public sealed class StartException(string message) : Exception(message);
