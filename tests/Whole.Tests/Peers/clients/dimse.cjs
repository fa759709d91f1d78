// dcmjs-dimse as a client: node dimse.cjs PORT STUDY FILE...   Echoes, stores, finds, gets; prints one JSON line of what came back.
const { Client, requests, responses, constants } = require('dcmjs-dimse');
const { Status, PresentationContextResult, StorageClass, TransferSyntax } = constants;
const [port, study, ...files] = process.argv.slice(2);

function run(request, wire = () => {}) {
  return new Promise((resolve, reject) => {
    const answers = [];
    const client = new Client();
    request.on('response', (response) => answers.push({ status: response.getStatus(), dataset: response.hasDataset() ? response.getDataset() : undefined }));
    client.on('networkError', reject);
    client.on('associationRejected', () => reject(new Error('rejected')));
    client.on('closed', () => resolve(answers));
    wire(client);
    client.addRequest(request);
    client.send('127.0.0.1', Number(port), 'DCMJS', 'CONCORD');
  });
}

async function main() {
  const out = {};
  out.echo = (await run(new requests.CEchoRequest())).map((a) => a.status);
  out.store = [];
  for (const file of files) out.store.push((await run(new requests.CStoreRequest(file))).map((a) => a.status)[0]);
  const found = await run(requests.CFindRequest.createStudyFindRequest({ StudyInstanceUID: study, PatientName: '', ModalitiesInStudy: '' }));
  out.found = found.filter((a) => a.status === Status.Pending).map((a) => a.dataset.getElement('StudyInstanceUID'));
  out.got = [];
  const get = await run(requests.CGetRequest.createStudyGetRequest(study), (client) => {
    client.on('cStoreRequest', (request, callback) => {
      out.got.push(request.getAffectedSopInstanceUid());
      const response = responses.CStoreResponse.fromRequest(request);
      response.setStatus(Status.Success);
      callback(response);
    });
  });
  out.get = get.map((a) => a.status).at(-1);
  console.log(JSON.stringify(out));
}

main().catch((error) => { console.error(error); process.exit(1); });
