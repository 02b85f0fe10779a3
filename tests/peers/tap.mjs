// TAP for the peers tests: each check is one line that names the rule.
import { isDeepStrictEqual, inspect } from 'node:util';

let count = 0;
let bad = 0;

function line(good, title) {
	count++;
	if (!good)
		bad++;
	console.log(`${good ? '' : 'not '}ok ${count} - ${title.replace(/[#\n]/g, ' ')}`);
	return good;
}

export function note(text) {
	for (const part of String(text).split('\n'))
		console.log(`# ${part}`);
}

export function ok(condition, title, why) {
	if (!line(Boolean(condition), title) && why !== undefined)
		note(typeof why === 'string' ? why : inspect(why, { depth: 6 }));
	return Boolean(condition);
}

export function is(got, want, title) {
	const same = isDeepStrictEqual(got, want);
	line(same, title);
	if (!same) {
		note(`got:      ${inspect(got, { depth: 6 })}`);
		note(`expected: ${inspect(want, { depth: 6 })}`);
	}
	return same;
}

// The promise of fn() must be rejected by exactly this class of error.
export async function fails(fn, kind, title) {
	try {
		const value = await fn();
		line(false, title);
		note(`no error; it gave ${inspect(value)}`.slice(0, 500));
	} catch (e) {
		const same = e.constructor.name === kind;
		line(same, title);
		if (!same)
			note(`got ${e.constructor.name}: ${e.message}`.slice(0, 500));
		return e;
	}
	return undefined;
}

// The whole file is skipped: nothing in it can run here.
export function skipAll(reason) {
	console.log(`1..0 # SKIP ${reason}`);
	process.exit(0);
}

// Prints the plan and ends the process, whatever is still open in it.
export function done() {
	console.log(`1..${count}`);
	process.exit(bad ? 1 : 0);
}

// Runs a test's body: an error that it does not expect is a failure with its
// trace, never silence.
export async function main(body) {
	process.on('unhandledRejection', (e) => {
		line(false, 'no rejection is left unhandled');
		note(e && e.stack ? e.stack : e);
	});
	try {
		await body();
	} catch (e) {
		line(false, 'the test runs to its end');
		note(e && e.stack ? e.stack : e);
	}
	done();
}
