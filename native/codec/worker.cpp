#include "worker.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

#include "codecs.h"
#include "isolation.h"
#include "protocol.h"
#include "samples.h"
#include "self_test.h"

namespace concord {

namespace {

// Shared memory of the server; grows, never shrinks (it is sealed against that).
class Segment {
public:
    explicit Segment(int file) : file_(file) {}

    uint8_t* map(size_t bytes) {
        if (bytes <= mapped_) return memory_;
        if (memory_ != nullptr) munmap(memory_, mapped_);
        mapped_ = 0;
        void* mapped = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
        memory_ = mapped == MAP_FAILED ? nullptr : static_cast<uint8_t*>(mapped);
        if (memory_ != nullptr) mapped_ = bytes;
        return memory_;
    }

private:
    int file_;
    uint8_t* memory_ = nullptr;
    size_t mapped_ = 0;
};

bool read_whole(void* into, size_t length) {
    auto* at = static_cast<char*>(into);
    while (length > 0) {
        const ssize_t count = read(STDIN_FILENO, at, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        length -= static_cast<size_t>(count);
    }
    return true;
}

bool write_whole(const void* from, size_t length) {
    const auto* at = static_cast<const char*>(from);
    while (length > 0) {
        const ssize_t count = write(STDOUT_FILENO, at, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
        length -= static_cast<size_t>(count);
    }
    return true;
}

// What libraries complain of names nothing that helps, and would have to be read.
void silence() {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0 || dup2(nowhere, STDERR_FILENO) < 0) close(STDERR_FILENO);
}

Status dispatch(Verb verb, const Job& job, Span input, Output& output) {
    if (verb == Verb::self_test) return self_test(job, input, output);
    const bool encode = verb == Verb::encode;
    switch (job.format) {
        case Format::jpeg: return encode ? encode_jpeg(job, input, output) : decode_jpeg(job, input, output);
        case Format::jpeg_ls: return encode ? encode_jpeg_ls(job, input, output) : decode_jpeg_ls(job, input, output);
        case Format::jpeg_2000: return encode ? encode_jpeg_2000(job, input, output) : decode_jpeg_2000(job, input, output);
        case Format::htj2k: return encode ? encode_htj2k(job, input, output) : job.is_own != 0 ? decode_own_htj2k(job, input, output) : decode_jpeg_2000(job, input, output);
        case Format::jpeg_xl: return encode ? refuse(output, Status::unsupported, "JPEG XL is not written here") : decode_jpeg_xl(job, input, output);
        default: return refuse(output, Status::unsupported, "This kind of stream has no codec here");
    }
}

Status run(Verb verb, const Job& job, Span input, Output& output) {
    try {
        return dispatch(verb, job, input, output);
    } catch (const std::bad_alloc&) {
        return refuse(output, Status::out_of_memory, "The codec has no memory left");
    } catch (const std::exception& e) {
        return refuse(output, Status::malformed, "%s", e.what());
    } catch (...) {
        return refuse(output, Status::failed, "The codec gave up");
    }
}

Job job_of(const Request& request) {
    const WireImage& image = request.image;
    return {static_cast<Format>(request.format),
            {image.columns, image.rows, image.samples, image.bytes_per_sample, image.precision, image.is_signed},
            request.reduce_levels, request.color_transform, request.lossless, request.quality, request.near_lossless, request.restart_rows, request.is_own, request.quantisation_step};
}

Answer answer_to(const Request& request, std::vector<Segment>& segments) {
    Answer answer{};
    answer.magic = kMagic;
    Output output{};
    if (request.magic != kMagic || request.output_segment == 0 || request.output_segment >= segments.size() || request.input_length > request.input_capacity) {
        answer.status = static_cast<uint32_t>(Status::failed);
        return answer;
    }
    const uint8_t* input = segments[0].map(request.input_capacity);
    output.data = segments[request.output_segment].map(request.output_capacity);
    output.capacity = request.output_capacity;
    const Status status = input == nullptr || output.data == nullptr
        ? refuse(output, Status::out_of_memory, "The codec cannot map its memory")
        : run(static_cast<Verb>(request.verb), job_of(request), {input, request.input_length}, output);
    answer.status = static_cast<uint32_t>(status);
    answer.image = {output.image.columns, output.image.rows, output.image.samples, output.image.bytes_per_sample, output.image.precision, output.image.is_signed};
    answer.color_transform = output.color_transform;
    answer.length = output.length;
    std::memcpy(answer.message, output.message, sizeof answer.message);
    answer.message[sizeof answer.message - 1] = 0;
    return answer;
}

}  // namespace

int bench(const std::string& path, int turns) {
    std::ifstream file(path, std::ios::binary);
    Request request{};
    if (!file.read(reinterpret_cast<char*>(&request), sizeof request) || request.magic != kMagic) return 1;
    const std::vector<char> input((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::vector<uint8_t> room(request.output_capacity);
    for (int turn = 0; turn < turns; turn++) {
        Output output{};
        output.data = room.data();
        output.capacity = room.size();
        const auto start = std::chrono::steady_clock::now();
        const Status status = run(static_cast<Verb>(request.verb), job_of(request), {reinterpret_cast<const uint8_t*>(input.data()), input.size()}, output);
        const auto took = std::chrono::steady_clock::now() - start;
        if (status != Status::ok) return 1;
        std::printf("%lld\n", static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    }
    return 0;
}

int serve(const std::vector<std::string>& words) {
    begin_alone();
    std::vector<Segment> segments;
    for (size_t i = 1; i < words.size(); i++) {
        const int file = open(words[i].c_str(), O_RDWR | O_CLOEXEC);
        if (file < 0) {
            std::perror("concord-codec: a segment cannot be opened");
            return 1;
        }
        segments.emplace_back(file);
    }
    silence();
    limit_resources(std::strtoull(words[0].c_str(), nullptr, 10));
    Answer hello{};
    hello.magic = kMagic;
    hello.status = forbid_system_calls() ? 0 : 1;
    if (!write_whole(&hello, sizeof hello)) return 0;
    Request request;
    while (read_whole(&request, sizeof request)) {
        const Answer answer = answer_to(request, segments);
        if (!write_whole(&answer, sizeof answer)) return 0;
    }
    return 0;
}

}  // namespace concord
