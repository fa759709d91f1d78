#pragma once

#include <cstdint>

namespace concord {

// Ends with whoever started it; nothing that was open there stays open here but the standard streams. Called first.
void begin_alone();

// Bounds of this process; before anything of a stream is read.
void limit_resources(uint64_t address_space_bytes);

// No file, no socket, no other process from here on. False when the kernel does not offer it.
bool forbid_system_calls();

}  // namespace concord
