using System.Text.Json;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>
/// A way into a room whose settings are not the usual ones: a script for any page of the server that opens the room over the hub, changes
/// its settings, takes an owner link with them and leaves, so that the room is over and only the link knows how it was.
/// </summary>
internal static class PreparedRoom
{
    public static string OwnerLink(string room, string settings) => $$"""
        (async () => {
          const end = String.fromCharCode(30);
          const socket = new WebSocket(location.origin.replace('http', 'ws') + '/hub');
          await new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = reject; });
          const waiting = new Map();
          socket.onmessage = ({ data }) => data.split(end).filter(Boolean).map((text) => JSON.parse(text))
            .forEach(({ type, invocationId, result }) => type === 3 && waiting.get(invocationId)(result));
          const call = async (target, argument) => {
            const id = String(waiting.size);
            const result = await new Promise((resolve) => {
              waiting.set(id, resolve);
              socket.send(JSON.stringify({ type: 1, invocationId: id, target, arguments: [argument] }) + end);
            });
            if (!result?.value) throw new Error(target + ': ' + JSON.stringify(result));
            return result.value;
          };
          socket.send(JSON.stringify({ protocol: 'json', version: 1 }) + end);
          const { snapshot } = await call('Join', { room: {{JsonSerializer.Serialize(room)}}, name: 'Setup', videoSlots: 0 });
          await call('Do', { id: 1, command: 'change-settings', settings: { ...snapshot.settings, {{settings}} } });
          const { token } = await call('CreateLink', { role: 'owner', expiresInMinutes: 60 });
          await call('Leave', {});
          socket.close();
          return token;
        })()
        """;
}
