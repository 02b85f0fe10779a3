// simdjson FILE: the same depth frames through simdjson's on-demand parser, all
// levels read as text: the bare parse rate of the fastest JSON library that
// Debian has. Prints one JSON line.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <simdjson.h>
#include <sstream>
#include <string>
#include <vector>

using namespace simdjson;

static size_t side(ondemand::value levels)
{
	size_t n = 0;

	for (auto level : levels.get_array())
		for (auto text : level.get_array())
			n += std::string_view(text.get_string()).size();
	return n;
}

int main(int argc, char **argv)
{
	std::vector<padded_string> lines;
	std::ifstream in(argc > 1 ? argv[1] : "");
	std::string line;
	ondemand::parser parser;
	size_t bytes = 0, seen = 0;

	while (std::getline(in, line)) {
		lines.emplace_back(line);
		bytes += line.size();
	}
	if (lines.empty()) {
		std::fputs("usage: simdjson FILE\n", stderr);
		return 2;
	}
	auto start = std::chrono::steady_clock::now();
	for (auto &l : lines) {
		ondemand::document doc = parser.iterate(l);
		ondemand::object data = doc["data"].get_object();

		seen += uint64_t(data["u"].get_uint64());
		seen += side(data["b"].value());
		seen += side(data["a"].value());
	}
	std::chrono::duration<double> s =
		std::chrono::steady_clock::now() - start;
	std::printf("{\"name\":\"depth-simdjson\",\"frames\":%zu,"
		    "\"per_s\":%.0f,\"us\":%.3f,\"mb_per_s\":%.0f,"
		    "\"seen\":%zu}\n",
		lines.size(), lines.size() / s.count(),
		s.count() / lines.size() * 1e6, bytes / s.count() / 1e6, seen);
	return 0;
}
