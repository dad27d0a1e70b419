namespace Sfu.Testing;

/// <summary>A shared checker found something wrong; the message names the input or the seed that shows it.</summary>
public sealed class CheckFailedException(string message, Exception? inner = null) : Exception(message, inner);
