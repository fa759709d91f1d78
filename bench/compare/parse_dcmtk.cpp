// Parses files that lie in memory with DCMTK, over and over; prints the processor time of one in µs.
//   parse_dcmtk head|whole SECONDS LIST       g++ -O2 -o parse_dcmtk parse_dcmtk.cpp -ldcmdata -loflog -lofstd -lz
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/oflog/oflog.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

static bool parse(const std::vector<char> &file, bool head) {
  DcmInputBufferStream stream;
  stream.setBuffer(file.data(), static_cast<offile_off_t>(file.size()));
  stream.setEos();
  DcmFileFormat format;
  format.transferInit();
  const OFCondition read = head ? format.readUntilTag(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength, DCM_PixelData)
                                : format.read(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength);
  format.transferEnd();
  return read.good();
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  const bool head = !strcmp(argv[1], "head");
  const double seconds = atof(argv[2]);
  std::vector<std::vector<char>> files;
  int refused = 0;
  std::ifstream list(argv[3]);
  for (std::string path; std::getline(list, path);) {
    std::ifstream in(path, std::ios::binary);
    std::vector<char> bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (parse(bytes, head)) files.push_back(std::move(bytes));
    else refused++;
  }
  const clock_t start = clock();
  double elapsed = 0;
  long rounds = 0;
  for (; elapsed < seconds; rounds++) {
    for (const auto &file : files) parse(file, head);
    elapsed = double(clock() - start) / CLOCKS_PER_SEC;
  }
  printf("%.3f %zu %d\n", elapsed * 1e6 / rounds / (files.empty() ? 1 : files.size()), files.size(), refused);
}
