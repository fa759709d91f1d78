// concord-codec ADDRESS-SPACE-BYTES SEGMENT...
// One worker: decodes and encodes frames that lie in shared memory. It can open nothing once it has begun.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "worker.h"

int main(int count, char** arguments) {
    if (count == 4 && std::strcmp(arguments[1], "--bench") == 0) return concord::bench(arguments[2], std::atoi(arguments[3]));
    if (count < 4) {
        std::fputs("usage: concord-codec ADDRESS-SPACE-BYTES INPUT-SEGMENT OUTPUT-SEGMENT...\n(started by the server, not by hand)\n", stderr);
        return 2;
    }
    const std::vector<std::string> words(arguments + 1, arguments + count);
    return concord::serve(words);
}
