namespace Sfu.Browser.Tests.Stage;

/// <summary>A camera that shows one colour, so that a test can tell whose picture a tile holds.</summary>
internal static class ColouredCamera
{
    /// <summary>Runs in a page before its own scripts; a spot moves, so that every frame is another one.</summary>
    public static string Script(string colour) => $$"""
        navigator.mediaDevices.getUserMedia = async () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
          const context = canvas.getContext('2d');
          let step = 0;
          setInterval(() => {
            context.fillStyle = '{{colour}}';
            context.fillRect(0, 0, 320, 180);
            context.fillStyle = 'white';
            context.fillRect((step++ * 7) % 300, 160, 10, 10);
          }, 33);
          return canvas.captureStream(30);
        };
        """;
}
