// Generated from src/Sfu.Server/Contracts. Do not edit; rewrite it with
// UPDATE_CONTRACT=1 dotnet test tests/Sfu.Architecture.Tests --filter ContractTests

export type Reply<T> = { value: T; problem?: never } | { value?: never; problem: Problem };

export type ActionName = 'joined' | 'left' | 'removed' | 'muted' | 'camera-off' | 'share-stopped' | 'hand-raised' | 'hand-lowered' | 'speak-allowed' | 'speak-withdrawn' | 'moderator-made' | 'moderator-taken' | 'owner-made' | 'settings-changed' | 'password-changed' | 'chat-cleared' | 'poll-created' | 'poll-closed' | 'knocked';

export interface AnswerRequest {
  sdp: string;
}

export interface ChatMessage {
  number: number;
  from: string;
  fromName: string;
  to: string | null;
  toName: string | null;
  text: string;
  atMs: number;
  proof?: string | null;
}

export interface Closed {
  reason: ClosedReason;
  by?: string | null;
}

export type ClosedReason = 'left' | 'media-timeout' | 'server-stopping' | 'removed' | 'ended' | 'time-over' | 'replaced';

export type CommandName = 'raise-hand' | 'lower-hand' | 'react' | 'send-chat' | 'clear-chat' | 'admit' | 'admit-all' | 'reject' | 'message-lobby' | 'mute' | 'mute-all' | 'camera-off' | 'camera-off-all' | 'stop-share' | 'remove' | 'make-moderator' | 'take-moderator' | 'allow-speak' | 'withdraw-speak' | 'change-settings' | 'set-password' | 'create-poll' | 'vote' | 'close-poll' | 'end';

export interface CommandRequest {
  id: number;
  command: CommandName;
  target?: string | null;
  text?: string | null;
  flag?: boolean | null;
  choices?: readonly number[] | null;
  poll?: PollRequest | null;
  settings?: RoomSettingsInfo | null;
}

export type Done = Record<string, never>;

export interface JoinRequest {
  room: string;
  name: string;
  videoSlots: number;
  keepSeat?: boolean;
  seat?: string | null;
  link?: string | null;
  code?: string | null;
  password?: string | null;
}

export interface JoinResult {
  participantId: string;
  offer: string;
  participants: readonly ParticipantInfo[];
  audioSlots: readonly string[];
  videoSlots: readonly string[];
  seat: string;
  snapshot: RoomSnapshot;
}

export interface KnockerInfo {
  id: string;
  name: string;
  guest: boolean;
  sinceMs: number;
}

export interface LeaveRequest {
  comesBack?: boolean;
}

export interface LinkRequest {
  role: RoleName;
  expiresInMinutes: number;
}

export interface LinkResult {
  token: string;
}

export interface LobbyState {
  state: LobbyStateName;
  seat: string;
  text: string;
}

export type LobbyStateName = 'waiting' | 'admitted' | 'rejected' | 'closed';

export interface ParticipantInfo {
  id: string;
  name: string;
  mic: boolean;
  camera: boolean;
  screen: boolean;
  screenAudio: boolean;
  role: RoleName;
  guest: boolean;
  hand: number;
  maySpeak: boolean;
  reconnecting: boolean;
}

export interface ParticipantLeft {
  participantId: string;
}

export interface PollInfo {
  id: string;
  question: string;
  options: readonly string[];
  multiple: boolean;
  anonymous: boolean;
  live: boolean;
  closed: boolean;
  voted: number;
  yourChoices: readonly number[];
  counts: readonly number[] | null;
  voters: readonly PollVoters[] | null;
}

export interface PollRequest {
  question: string;
  options: readonly string[];
  multiple: boolean;
  anonymous: boolean;
  live: boolean;
}

export interface PollVoters {
  names: readonly string[];
}

export interface Problem {
  code: ProblemCode;
  detail: string;
}

export type ProblemCode = 'request-invalid' | 'room-name-invalid' | 'name-invalid' | 'room-full' | 'server-full' | 'not-joined' | 'already-joined' | 'answer-invalid' | 'too-many-requests' | 'waiting' | 'lobby-full' | 'room-locked' | 'password-required' | 'password-wrong' | 'too-many-attempts' | 'code-required' | 'code-wrong' | 'link-required' | 'link-invalid' | 'link-expired' | 'seat-invalid' | 'guests-not-allowed' | 'not-started' | 'barred' | 'rejected' | 'not-allowed' | 'target-gone' | 'text-invalid' | 'limit-reached';

export interface PublishingRequest {
  mic: boolean;
  camera: boolean;
  screen: boolean;
  screenAudio: boolean;
}

export interface ReactionInfo {
  participantId: string;
  emoji: string;
}

export type RestartIceRequest = Record<string, never>;

export interface RestartIceResult {
  offer: string;
}

export interface RestoreChatRequest {
  messages: readonly ChatMessage[];
}

export interface ResumeRequest {
  seat: string;
  epoch: string;
  sequence: number;
}

export interface ResumeResult {
  seat: string;
  updates: readonly RoomUpdate[];
  snapshot: RoomSnapshot | null;
}

export type RoleName = 'guest' | 'participant' | 'moderator' | 'owner';

export interface RoomSettingsInfo {
  lobby: boolean;
  locked: boolean;
  guestsAllowed: boolean;
  micAllowed: boolean;
  cameraAllowed: boolean;
  screenAllowed: boolean;
  chatAllowed: boolean;
  privateChatAllowed: boolean;
  webcamsOnlyForModerator: boolean;
  muteOnStart: boolean;
  talkTimeForAll: boolean;
  speaking: SpeakingModeName;
  maxParticipants: number;
  durationMinutes: number;
  subject: string;
  welcome: string;
  moderatorMessage: string;
  logoutAddress: string;
}

export interface RoomSnapshot {
  epoch: string;
  sequence: number;
  participants: readonly ParticipantInfo[];
  you: YouInfo;
  settings: RoomSettingsInfo;
  hasPassword: boolean;
  chat: readonly ChatMessage[];
  polls: readonly PollInfo[];
  lobby: readonly KnockerInfo[];
  endsAtMs: number | null;
  restored?: string | null;
}

export interface RoomUpdate {
  sequence: number;
  action?: ActionName | null;
  by?: string | null;
  participant?: ParticipantInfo | null;
  left?: string | null;
  you?: YouInfo | null;
  settings?: RoomSettingsInfo | null;
  hasPassword?: boolean | null;
  endsAtMs?: number | null;
  message?: ChatMessage | null;
  chatCleared?: boolean | null;
  reaction?: ReactionInfo | null;
  poll?: PollInfo | null;
  lobby?: readonly KnockerInfo[] | null;
  messages?: readonly ChatMessage[] | null;
}

export interface SeatToken {
  seat: string;
}

export interface SlotState {
  mid: string;
  participantId: string | null;
  kind: SourceName;
}

export interface SlotsState {
  slots: readonly SlotState[];
}

export type SourceName = 'mic' | 'camera' | 'screen' | 'screen-audio';

export interface SpeakersState {
  participantIds: readonly string[];
}

export type SpeakingModeName = 'free' | 'ask' | 'listeners';

export interface TalkTimeItem {
  participantId: string;
  name: string;
  present: boolean;
  spokeMs: number;
}

export type TalkTimeRequest = Record<string, never>;

export interface TalkTimeResult {
  items: readonly TalkTimeItem[];
}

export interface ViewItem {
  participantId: string;
  kind: ViewKind;
  width: number;
  height: number;
}

export type ViewKind = 'camera' | 'screen';

export interface ViewRequest {
  items: readonly ViewItem[];
}

export interface YouInfo {
  role: RoleName;
  mic: boolean;
  camera: boolean;
  screen: boolean;
  chat: boolean;
  privateChat: boolean;
}

/** Calls from client to server: hub method name, its one argument, what it resolves to. */
export interface ServerMethods {
  Join(request: JoinRequest): Promise<Reply<JoinResult>>;
  Answer(request: AnswerRequest): Promise<Reply<Done>>;
  SetPublishing(request: PublishingRequest): Promise<Reply<Done>>;
  SetView(request: ViewRequest): Promise<Reply<Done>>;
  RestartIce(request: RestartIceRequest): Promise<Reply<RestartIceResult>>;
  Leave(request: LeaveRequest): Promise<Reply<Done>>;
  Resume(request: ResumeRequest): Promise<Reply<ResumeResult>>;
  Do(request: CommandRequest): Promise<Reply<Done>>;
  RestoreChat(request: RestoreChatRequest): Promise<Reply<Done>>;
  CreateLink(request: LinkRequest): Promise<Reply<LinkResult>>;
  GetTalkTime(request: TalkTimeRequest): Promise<Reply<TalkTimeResult>>;
}

/** Events from server to client: target name and its one argument. */
export interface ClientEvents {
  participantJoined(participant: ParticipantInfo): void;
  participantLeft(left: ParticipantLeft): void;
  participantChanged(participant: ParticipantInfo): void;
  slots(state: SlotsState): void;
  speakers(state: SpeakersState): void;
  closed(closed: Closed): void;
  room(update: RoomUpdate): void;
  snapshot(snapshot: RoomSnapshot): void;
  lobby(state: LobbyState): void;
  seat(token: SeatToken): void;
}
