// Starts xg-sim for a test and points clients at it. The certificate authority
// of the simulator must be known to node before it starts, so the test runs in
// a child process that has it (NODE_EXTRA_CA_CERTS), beside the simulator.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const WAIT_MS = 60000;

// For clients of the simulator: a machine that is busy is no venue that is down.
export const patient = { timeout: WAIT_MS,
	streaming: { connectionTimeout: WAIT_MS } };

for (const signal of ['SIGINT', 'SIGTERM'])
	process.on(signal, () => process.exit(1));

// Ends a program with this one, however that ends: one that is left behind keeps
// its output open, and whoever reads the output would wait for ever.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
export function endWithUs(child) {
	running.add(child);
	child.on('exit', () => running.delete(child));
	return child;
}

function simJson(runtime) {
	return `${runtime}/xg/sim.json`;
}

// One simulator. runtime: a folder of its own for sim.json; all share the state
// folder, hence the authority. -> {info, stop}
export async function startSim(args, runtime = process.env.XDG_RUNTIME_DIR) {
	mkdirSync(runtime, { recursive: true, mode: 0o700 });
	const child = endWithUs(spawn(`${process.env.XG_BIN}/xg-sim`, args, {
		env: { ...process.env, XDG_RUNTIME_DIR: runtime },
		stdio: ['ignore', 'ignore', 'pipe'] }));
	let said = '';
	let ended = false;
	const gone = new Promise((resolve) => child.on('exit', () => {
		ended = true;
		resolve();
	}));
	child.stderr.on('data', (data) => {
		said = (said + data).slice(-4000);
	});
	child.on('error', (e) => {
		said += e.message;
		ended = true;
	});
	const stop = async () => {
		if (!ended)
			child.kill('SIGTERM');
		await Promise.race([gone, sleep(5000)]);
		if (!ended)
			child.kill('SIGKILL');
	};

	for (let waited = 0; !existsSync(simJson(runtime)); waited += 20) {
		if (ended || waited > WAIT_MS) {
			await stop();
			throw new Error(`xg-sim ${args.join(' ')} did not start: ${said}`);
		}
		await sleep(20);
	}
	return { stop, said: () => said, runtime,
		info: JSON.parse(readFileSync(simJson(runtime), 'utf8')) };
}

// Runs body(sim) with a simulator and its authority.
export async function withSim(file, args, body) {
	const given = process.env.XG_PEERS_SIM;

	if (given !== undefined)
		return body({ info: JSON.parse(readFileSync(simJson(given), 'utf8')),
			runtime: given });
	const sim = await startSim(args);
	const child = endWithUs(spawn(process.execPath, [fileURLToPath(file),
		...process.argv.slice(2)], {
		stdio: 'inherit', env: { ...process.env,
			NODE_EXTRA_CA_CERTS: sim.info.ca,
			XG_PEERS_SIM: sim.runtime } }));
	const status = await new Promise((resolve) =>
		child.on('exit', (code) => resolve(code ?? 1)));
	await sim.stop();
	process.exit(status);
}
