namespace Sfu.Browser.Tests.Pages;

/// <summary>Runs in the page before its own scripts and counts what the tests forbid or limit.</summary>
internal static class Spy
{
    public const string Script = """
        (() => {
          const counts = { getUserMedia: 0, getDisplayMedia: 0, setLocalDescription: 0, setRemoteDescription: 0, peerConnections: 0 };
          window.sfuSpy = counts;
          const count = (prototype, name) => {
            if (!prototype || !prototype[name]) return;
            const original = prototype[name];
            prototype[name] = function (...args) { counts[name]++; return original.apply(this, args); };
          };
          count(window.MediaDevices && MediaDevices.prototype, 'getUserMedia');
          count(window.MediaDevices && MediaDevices.prototype, 'getDisplayMedia');
          count(RTCPeerConnection.prototype, 'setLocalDescription');
          count(RTCPeerConnection.prototype, 'setRemoteDescription');
          window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
            construct(target, args, newTarget) { counts.peerConnections++; return Reflect.construct(target, args, newTarget); },
          });
        })();
        """;
}
