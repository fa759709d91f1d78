#pragma once

#include <algorithm>
#include <cstdint>

namespace concord {

// Decomposition levels: five as is usual, more until the smallest resolution is at most 64 wide and high, fewer when a side would come to nothing.
inline uint32_t levels_for(uint32_t columns, uint32_t rows) {
    const uint32_t larger = std::max(columns, rows);
    uint32_t needed = 0;
    while ((larger + (1u << needed) - 1) >> needed > 64) needed++;
    uint32_t most = 0;
    while (larger >> (most + 1) > 0) most++;
    return std::max(needed, std::min(5u, most));
}

}  // namespace concord
