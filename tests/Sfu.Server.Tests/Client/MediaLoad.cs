namespace Sfu.Server.Tests.Client;

/// <summary>Tests that move media in real time: one after the other and beside nothing else, so that they measure the server and not the machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MediaLoad
{
    public const string Name = "media load";
}
