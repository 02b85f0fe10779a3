// ccxt, unmodified, as client of every simulated venue that it knows: only its
// addresses and its certificate authority are pointed at xg-sim.
import { errorTests, rateTest } from './ccxt-errors.mjs';
import { marketTests } from './ccxt-market.mjs';
import { moreTests } from './ccxt-more.mjs';
import { orderTests } from './ccxt-orders.mjs';
import { privateTests } from './ccxt-private.mjs';
import { venues } from './ccxt-venues.mjs';
import { withSim } from './sim.mjs';
import { main } from './tap.mjs';

const only = process.argv.slice(2);
const rows = venues.filter((v) => only.length === 0 || only.includes(v.id));

await withSim(import.meta.url, ['--seed', '7'], (sim) => main(async () => {
	for (const row of rows) {
		const x = row.create(sim);
		await marketTests(row, x, sim);
		if (row.marketOnly) {
			await x.close();
			continue;
		}
		await orderTests(row, x);
		await moreTests(row, x);
		await errorTests(row, x, sim);
		await privateTests(row, sim);
		await rateTest(row, sim);
		await x.close();
	}
}));
