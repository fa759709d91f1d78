// codecs.cjs FOLDER: decodes every stream that FOLDER/streams.json names, with the codecs that viewers run in the browser (WebAssembly), and writes NAME.raw: samples by pixel, little endian.
// streams.json: [{ "name", "codec": "openjph" | "openjpeg" | "charls" | "libjpeg" }]; the stream lies in NAME.bin. Prints one line of JSON a stream: what the codec says of it, or its error.
'use strict';
const fs = require('fs');
const path = require('path');

const codecs = {
  openjph: ['@cornerstonejs/codec-openjph/dist/openjphjs.js', 'HTJ2KDecoder'],
  openjpeg: ['@cornerstonejs/codec-openjpeg/dist/openjpegwasm_decode.js', 'J2KDecoder'],
  charls: ['@cornerstonejs/codec-charls/dist/charlswasm_decode.js', 'JpegLSDecoder'],
  libjpeg: ['@cornerstonejs/codec-libjpeg-turbo-8bit/dist/libjpegturbowasm_decode.js', 'JPEGDecoder'],
};

async function load(name) {
  const file = path.join(process.env.NODE_PATH, codecs[name][0]);
  const module = await require(file)({ locateFile: (asked) => path.join(path.dirname(file), path.basename(asked)), print: () => {}, printErr: () => {} });
  return new module[codecs[name][1]]();
}

async function main(folder) {
  const decoders = {};
  for (const { name, codec } of JSON.parse(fs.readFileSync(path.join(folder, 'streams.json'), 'utf8'))) {
    try {
      const decoder = (decoders[codec] ??= await load(codec));
      const stream = fs.readFileSync(path.join(folder, name + '.bin'));
      decoder.getEncodedBuffer(stream.length).set(stream);
      decoder.decode();
      const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo();
      fs.writeFileSync(path.join(folder, name + '.raw'), decoder.getDecodedBuffer());
      console.log(JSON.stringify({ name, width, height, bitsPerSample, componentCount, isSigned: !!isSigned }));
    } catch (error) {
      console.log(JSON.stringify({ name, error: String(error) }));
    }
  }
}

main(process.argv[2]).catch((error) => { console.error(error); process.exit(1); });
