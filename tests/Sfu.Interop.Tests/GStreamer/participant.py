"""A participant made of GStreamer's webrtcbin (libnice, OpenSSL DTLS, libsrtp): a WebRTC stack that shares nothing with ours.

Reads lines of JSON, { "offer": sdp } or { "stop": true }. Writes { "answer": sdp } once, then four times
a second what was decoded so far, { "counts": { "audioFrames": n, "videoFrames": n, "videoWidth": n }, "ice": state, "dtls": state },
and { "error": text } when something breaks.
"""
import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtp", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstRtp, GstSdp, GstWebRTC  # noqa: E402

Gst.init(None)

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
MID = f"extmap-4=(string){MID_URI}"
TRANSPORT_SEQUENCE = "extmap-3=(string)http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

# Mic is the first section of the offer and cam the second; the pads are named after the sections. The caps say what goes into
# the answer: no audio levels, no simulcast, no RTX, and payload types and extension ids as offered.
PIPELINE = f"""
webrtcbin name=peer bundle-policy=max-bundle
audiotestsrc is-live=true freq=440 volume=0.3 ! audio/x-raw,rate=48000,channels=2 ! opusenc ! rtpopuspay name=mic pt=111
  ! application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,{MID},{TRANSPORT_SEQUENCE} ! peer.sink_0
videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=15/1
  ! vp8enc deadline=1 cpu-used=8 target-bitrate=500000 keyframe-max-dist=300 ! rtpvp8pay name=cam pt=96 picture-id-mode=15-bit
  ! application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000,{MID},{TRANSPORT_SEQUENCE} ! peer.sink_1
"""

counts = {"audioFrames": 0, "videoFrames": 0, "videoWidth": 0}
replies = []  # promises' replies must outlive their use: the binding frees them early otherwise


def write(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def on_frame(pad, info, kind):
    counts[kind] += 1
    if kind == "videoFrames":
        counts["videoWidth"] = pad.get_current_caps().get_structure(0).get_value("width")
    return Gst.PadProbeReturn.OK


def on_pad_added(_, pad):
    if pad.direction != Gst.PadDirection.SRC:
        return
    encoding = pad.get_current_caps().get_structure(0).get_value("encoding-name")
    chain = {
        "OPUS": ("audioFrames", "rtpopusdepay ! opusdec ! fakesink name=end sync=false async=false"),
        "VP8": ("videoFrames", "rtpvp8depay ! vp8dec ! fakesink name=end sync=false async=false"),
    }.get(encoding)
    if chain is None:
        write({"error": f"received {encoding}, which was not offered"})
        return
    kind, description = chain
    decoder = Gst.parse_bin_from_description(description, True)
    decoder.get_by_name("end").get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, on_frame, kind)
    pipeline.add(decoder)
    decoder.sync_state_with_parent()
    pad.link(decoder.get_static_pad("sink"))


def on_offer(sdp):
    _, message = GstSdp.SDPMessage.new_from_text(sdp)
    offer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.OFFER, message)
    peer.emit("set-remote-description", offer, Gst.Promise.new_with_change_func(on_remote_description))


def on_remote_description(promise):
    promise.wait()
    peer.emit("create-answer", None, Gst.Promise.new_with_change_func(on_answer))


def on_answer(promise):
    promise.wait()
    reply = promise.get_reply()
    replies.append(reply)
    answer = reply.get_value("answer") if reply is not None else None
    if answer is None:
        write({"error": f"no answer: {reply.to_string() if reply is not None else 'nothing'}"})
        return
    peer.emit("set-local-description", answer, Gst.Promise.new())
    write({"answer": answer.sdp.as_text()})


def report():
    write({"counts": counts, "ice": peer.get_property("ice-connection-state").value_nick,
           "dtls": peer.get_property("connection-state").value_nick})
    return True


def on_input(channel, condition):
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    command = json.loads(line)
    if "offer" in command:
        on_offer(command["offer"])
    if "stop" in command:
        loop.quit()
    return True


def on_request_extension(payloader, extension_id, uri):
    """Gives the mid extension its value, which webrtcbin 1.22 does not; every other extension is left to the default."""
    if uri != MID_URI:
        return None
    extension = GstRtp.RTPHeaderExtension.create_from_uri(uri)
    extension.set_id(extension_id)
    extension.set_property("mid", payloader.get_name())
    return extension


def on_error(_, message):
    error, debug = message.parse_error()
    write({"error": f"{error.message} ({debug})"})


loop = GLib.MainLoop()
pipeline = Gst.parse_launch(PIPELINE)
peer = pipeline.get_by_name("peer")
peer.connect("pad-added", on_pad_added)
for section in ("mic", "cam"):
    pipeline.get_by_name(section).connect("request-extension", on_request_extension)
bus = pipeline.get_bus()
bus.add_signal_watch()
bus.connect("message::error", on_error)
pipeline.set_state(Gst.State.PLAYING)
GLib.io_add_watch(GLib.IOChannel.unix_new(sys.stdin.fileno()), GLib.IO_IN | GLib.IO_HUP, on_input)
GLib.timeout_add(250, report)
loop.run()
pipeline.set_state(Gst.State.NULL)
