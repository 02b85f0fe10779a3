// The recorded streams beside the repository: `raw` records, one a line.
import { existsSync, readFileSync } from 'node:fs';

export function recordingPath(name) {
	return new URL(`../../../shared/recordings/${name}.ndjson`,
		import.meta.url).pathname;
}

export function hasRecording(name) {
	return existsSync(recordingPath(name));
}

export function readRecording(name) {
	return readFileSync(recordingPath(name), 'utf8').split('\n')
		.filter((line) => line !== '').map((line) => JSON.parse(line));
}
