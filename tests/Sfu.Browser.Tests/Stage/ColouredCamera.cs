namespace Sfu.Browser.Tests.Stage;

/// <summary>A camera that shows one colour, so that a test can tell whose picture a tile holds.</summary>
internal static class ColouredCamera
{
    /// <summary>Runs in a page before its own scripts; a spot moves, so that every frame is another one.</summary>
    public static string Script(string colour) => $$"""
        navigator.mediaDevices.getUserMedia = async () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
          const context = canvas.getContext('2d');
          let step = 0;
          setInterval(() => {
            context.fillStyle = '{{colour}}';
            context.fillRect(0, 0, 640, 360);
            context.fillStyle = 'white';
            context.fillRect((step++ * 7) % 600, 320, 20, 20);
          }, 80);
          return canvas.captureStream(12);
        };
        """;
}
