namespace Sfu.LoadTest.Generator;

/// <summary>What goes over one peer connection.</summary>
/// <param name="Audio">Sent, or null.</param>
/// <param name="Video">Sent, or null.</param>
/// <param name="ExpectedSources">Numbers of the sources whose packets must arrive here.</param>
internal sealed record EndpointPlan(AudioSource? Audio, VideoSource? Video, IReadOnlyList<int> ExpectedSources);

/// <summary>What the server's description says about the streams it sends.</summary>
/// <param name="TransportSequenceId">Header-extension id of transport-wide sequence numbers; 0 if there are none.</param>
/// <param name="RetransmissionOf">Retransmission SSRC to media SSRC.</param>
internal sealed record RemoteStreams(byte TransportSequenceId, IReadOnlyDictionary<uint, uint> RetransmissionOf);
