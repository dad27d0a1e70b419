// Generated from src/Sfu.Server/Contracts. Do not edit; rewrite it with
// UPDATE_CONTRACT=1 dotnet test tests/Sfu.Architecture.Tests --filter ContractTests

export type Reply<T> = { value: T; problem?: never } | { value?: never; problem: Problem };

export interface AnswerRequest {
  sdp: string;
}

export interface Closed {
  reason: ClosedReason;
}

export type ClosedReason = 'left' | 'media-timeout' | 'server-stopping';

export type Done = Record<string, never>;

export interface JoinRequest {
  room: string;
  name: string;
  videoSlots: number;
}

export interface JoinResult {
  participantId: string;
  offer: string;
  participants: readonly ParticipantInfo[];
  audioSlots: readonly string[];
  videoSlots: readonly string[];
}

export type LeaveRequest = Record<string, never>;

export interface ParticipantInfo {
  id: string;
  name: string;
  mic: boolean;
  camera: boolean;
  screen: boolean;
  screenAudio: boolean;
}

export interface ParticipantLeft {
  participantId: string;
}

export interface Problem {
  code: ProblemCode;
  detail: string;
}

export type ProblemCode = 'request-invalid' | 'room-name-invalid' | 'name-invalid' | 'room-full' | 'server-full' | 'not-joined' | 'already-joined' | 'answer-invalid' | 'too-many-requests';

export interface PublishingRequest {
  mic: boolean;
  camera: boolean;
  screen: boolean;
  screenAudio: boolean;
}

export type RestartIceRequest = Record<string, never>;

export interface RestartIceResult {
  offer: string;
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

/** Calls from client to server: hub method name, its one argument, what it resolves to. */
export interface ServerMethods {
  Join(request: JoinRequest): Promise<Reply<JoinResult>>;
  Answer(request: AnswerRequest): Promise<Reply<Done>>;
  SetPublishing(request: PublishingRequest): Promise<Reply<Done>>;
  SetView(request: ViewRequest): Promise<Reply<Done>>;
  RestartIce(request: RestartIceRequest): Promise<Reply<RestartIceResult>>;
  Leave(request: LeaveRequest): Promise<Reply<Done>>;
}

/** Events from server to client: target name and its one argument. */
export interface ClientEvents {
  participantJoined(participant: ParticipantInfo): void;
  participantLeft(left: ParticipantLeft): void;
  participantChanged(participant: ParticipantInfo): void;
  slots(state: SlotsState): void;
  speakers(state: SpeakersState): void;
  closed(closed: Closed): void;
}
