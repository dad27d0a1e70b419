using Sfu.LoadTest.Generator;
using Sfu.LoadTest.Scenarios;

namespace Sfu.LoadTest.Servers;

/// <summary>A server under test: a process of its own, started for one run and ended after it.</summary>
internal interface IMediaServer : IAsyncDisposable
{
    int ProcessId { get; }

    /// <summary>What is running and how it is set up, in a line.</summary>
    string Description { get; }

    /// <summary>Starts the process and waits until it answers.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Lets everybody join, publish and subscribe.</summary>
    Task JoinAsync(Cast cast, GeneratorLoop loop, CancellationToken cancellationToken);

    /// <summary>The end of what the server has written, for a failed run.</summary>
    string Tail();
}
