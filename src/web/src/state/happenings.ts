import type { ActionName, ParticipantInfo, RoomUpdate, YouInfo } from '../signaling/contract.g.ts';
import type { Announcer } from './announcer.ts';
import type { LocalMedia } from './local.ts';
import type { Meeting } from './meeting.ts';
import type { Device, DoneToYouCode, Notices } from './notices.ts';
import type { Reactions } from './reactions.ts';

/** What is done to somebody stays on the page long enough to be read. */
const toldMs = 10_000;

const devices: readonly Device[] = ['mic', 'camera', 'screen'];
const closing: Readonly<Record<Device, ActionName>> = { mic: 'muted', camera: 'camera-off', screen: 'share-stopped' };
const doneToYou = {
  muted: 'you-muted',
  'camera-off': 'you-camera-off',
  'share-stopped': 'you-share-stopped',
  'moderator-made': 'you-moderator-made',
  'moderator-taken': 'you-moderator-taken',
  'owner-made': 'you-owner-made',
  'speak-allowed': 'you-speak-allowed',
  'speak-withdrawn': 'you-speak-withdrawn',
  'hand-lowered': 'you-hand-lowered',
} as const satisfies Partial<Record<ActionName, DoneToYouCode>>;

/**
 * What happens in the room, told to those it concerns: a banner for what was done to oneself and by whom, a live region for what
 * the others do, reactions for the stage. What the server has closed is turned off here too. One per page.
 */
export class Happenings {
  readonly #meeting: Meeting;
  readonly #local: LocalMedia;
  readonly #notices: Notices;
  readonly #announcer: Announcer;
  readonly #reactions: Reactions;
  /** Oneself as the last update told it, and before. */
  #now: ParticipantInfo | null = null;
  #before: ParticipantInfo | null = null;
  /** Number of the update that allowed one to speak: the hand that goes down with it is no news. */
  #allowedAt = -1;

  constructor(meeting: Meeting, local: LocalMedia, notices: Notices, announcer: Announcer, reactions: Reactions) {
    this.#meeting = meeting;
    this.#local = local;
    this.#notices = notices;
    this.#announcer = announcer;
    this.#reactions = reactions;
    meeting.self.subscribe((self) => {
      this.#before = this.#now;
      this.#now = self;
      if (!self) {
        announcer.clear();
        reactions.clear();
      }
    });
    meeting.onUpdate((update) => this.#happened(update));
  }

  #happened(update: RoomUpdate): void {
    const { action, by, participant, left, lobby, reaction, you } = update;
    const self = this.#meeting.self.peek();
    if (you && action === 'settings-changed') {
      this.#closeWhatIsForbidden(you, by);
    }
    if (participant && participant.id === self?.id) {
      if (action) {
        this.#closeWhatIsClosed(participant, action);
        this.#tell(action, update);
      }
    } else if (participant && action) {
      this.#announce(action, participant.name);
    } else if (left) {
      this.#announcer.say('went', this.#meeting.nameOf(left));
    }
    const knocker = action === 'knocked' && lobby?.at(-1);
    if (knocker) {
      this.#announcer.say('knocks', knocker.name);
    }
    if (reaction) {
      const name = this.#meeting.nameOf(reaction.participantId);
      this.#reactions.show(reaction.participantId, name, reaction.emoji);
      if (reaction.participantId !== self?.id) {
        this.#announcer.say('reacts', name, reaction.emoji);
      }
    }
  }

  /**
   * The server forwards nothing of what it has closed; the page must show it so, and say "off" before it may say "on" again. Only
   * what somebody did counts: other news of oneself may be older than one's latest click.
   */
  #closeWhatIsClosed(now: ParticipantInfo, action: ActionName): void {
    devices.filter((device) => !now[device] && (closing[device] === action || this.#before?.[device])).forEach((device) => this.#local.turnOff(device));
  }

  #closeWhatIsForbidden(you: YouInfo, by: string | null | undefined): void {
    for (const device of devices.filter((one) => !you[one] && this.#local.isOn(one))) {
      this.#local.turnOff(device);
      this.#notices.news(`closed-${device}`, { by: this.#nameOf(by) }, toldMs);
    }
  }

  #tell(action: ActionName, { by, sequence }: RoomUpdate): void {
    if (by != null && by === this.#meeting.self.peek()?.id) {
      return; // one's own doing
    }
    if (action === 'speak-allowed') {
      this.#allowedAt = sequence;
    } else if (action === 'hand-lowered' && sequence === this.#allowedAt + 1) {
      return;
    }
    if (action in doneToYou) {
      this.#notices.news(doneToYou[action as keyof typeof doneToYou], { by: this.#nameOf(by) }, toldMs);
    }
  }

  #announce(action: ActionName, name: string): void {
    switch (action) {
      case 'joined':
        return this.#announcer.say('came', name);
      case 'hand-raised':
        return this.#announcer.say(this.#meeting.settings.peek()?.speaking === 'ask' ? 'asks' : 'hand', name);
      case 'muted':
        return this.#announcer.say('muted', name);
      default:
        return undefined;
    }
  }

  #nameOf(by: string | null | undefined): string {
    return by == null ? '' : this.#meeting.nameOf(by);
  }
}
