/** What an event claims to stand for is somebody's text until it looks like an id of ours. */
export { isId as isUuid } from '../../lib/ids.ts';
