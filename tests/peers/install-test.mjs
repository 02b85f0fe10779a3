// The peers that all other tests here compare with are the pinned ones.
import { readFileSync } from 'node:fs';
import { is, main, ok } from './tap.mjs';

const here = (name) => new URL(name, import.meta.url);
const read = (name) => JSON.parse(readFileSync(here(name), 'utf8'));

await main(async () => {
	const want = read('package.json').dependencies;

	for (const [name, version] of Object.entries(want)) {
		ok(/^\d+\.\d+\.\d+$/.test(version),
			`${name} is pinned to one exact version`, version);
		is(read(`node_modules/${name}/package.json`).version, version,
			`${name} ${version} is what is installed`);
	}
	const lock = read('package-lock.json').packages;
	const places = Object.keys(lock).filter((p) => p !== '');
	is(places.filter((p) => lock[p].resolved !== undefined), [],
		'the lock file names no host to fetch from');
	is(places.filter((p) => !/^sha512-/.test(lock[p].integrity ?? '')), [],
		'the lock file has a hash of every package');
});
