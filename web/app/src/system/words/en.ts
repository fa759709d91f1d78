// Texts of the system pages and of sending, in English; `zh.ts` has the same keys.

const en = {
  part_health: 'Health', part_peers: 'Peers', part_sends: 'Sends', part_storage: 'Storage', part_integrity: 'Integrity', part_lifecycle: 'Lifecycle', part_settings: 'Settings', part_audit: 'Audit',
  notAnswered: 'No answer: {{why}}', cancel: 'Cancel', save: 'Save', change: 'Change', remove: 'Remove', todo: 'Actions', number: 'No.', state: 'State', size: 'Size', who: 'Who', when: 'When', what: 'What', study: 'Study',
  yes: 'Yes', no: 'No', none: 'None', off: 'Off', there: 'There', underWay: 'Under way', waits: 'Waiting', caughtUp: 'Caught up', never: 'None yet', whyOptional: 'Why (may be left out)',
  behind_one: '{{count, number}} behind', behind_other: '{{count, number}} behind', shown_one: '{{count, number}} row', shown_other: '{{count, number}} rows', shownMore_one: '{{count, number}} row shown', shownMore_other: '{{count, number}} rows shown',
  objectCount_one: '{{count, number}} object', objectCount_other: '{{count, number}} objects', studyCount_one: '{{count, number}} study', studyCount_other: '{{count, number}} studies', dayCount_one: '{{count}} day', dayCount_other: '{{count}} days',
  bundlesIn_one: '{{count, number}} bundle', bundlesIn_other: '{{count, number}} bundles',

  // health
  allWell: 'All is well: nothing needs anybody.', whatIsWrong: 'What is wrong', howItStands: 'How it stands', disk: 'Disk', diskUsed: 'Disk {{used}} % full: {{free}} free of {{total}}', takes: 'Takes objects', running: 'Started', index: 'Index',
  setAside_one: '{{count, number}} set aside', setAside_other: '{{count, number}} set aside', scrubbing: 'Scrubbing', lastPassAt: 'Last pass {{when}}', noPassYet: 'No pass has ended yet', openFindings: 'Open findings', replica: 'Replica', warm: 'Warm store',
  openBundles: 'Bundles not sealed', sendsOpen: 'Sends in the queue', sendsFailed_one: '{{count, number}} failed', sendsFailed_other: '{{count, number}} failed', commitments: 'Storage commitments',
  wrong_notReady: 'The archive takes no objects: {{why}}.', wrong_diskFull: 'The disk is full: {{free}} are free, and below {{least}} nothing is taken. Make room.',
  wrong_findings_one: '{{count, number}} bundle is not what was sealed: somebody must see to it.', wrong_findings_other: '{{count, number}} bundles are not what was sealed: somebody must see to them.',
  wrong_indexTrouble: 'The index cannot be written: {{why}}.', wrong_setAside_one: '{{count, number}} event could not be taken into the index; the log says why.', wrong_setAside_other: '{{count, number}} events could not be taken into the index; the log says why.',
  wrong_replicaTrouble: 'The replica does not follow: {{why}}.', wrong_warmTrouble: 'The warm store is not there: {{why}}.',
  wrong_sendsFailed_one: '{{count, number}} send has failed: see why, and try it again.', wrong_sendsFailed_other: '{{count, number}} sends have failed: see why, and try them again.',
  wrong_diskNearlyFull: 'The disk is nearly full: {{free}} are free; below {{least}} nothing is taken.', wrong_indexBehind_one: 'The index is {{count, number}} event behind: searches may miss the latest.', wrong_indexBehind_other: 'The index is {{count, number}} events behind: searches may miss the latest.',
  wrong_compressionTrouble: 'Compressing at rest does not go on: {{why}}.', wrong_scrubOff: 'What is kept is not read again (Vault:ScrubBytesPerSecond is 0): damage would be found only when somebody reads it.',
  trouble_disk: 'the disk fails', trouble_full: 'it is full', trouble_io: 'it cannot be read or written', trouble_codecs: 'there is no codec program', trouble_away: 'it is away',

  // peers
  peersHelp: 'Peers are called by C-MOVE, by sends and by reports of Storage Commitment. What is changed here holds at once.', knownPeers: 'Known peers', addPeer: 'Add a peer', changePeer: 'Change {{peer}}', echoAll: 'Ask all', noPeers: 'No peer is known yet.',
  noPeersHelp: 'Add the AE title, host and port of a workstation, an archive or a modality; then ask whether it is there.', aeTitle: 'AE title', host: 'Host', port: 'Port', how: 'Called', isThere: 'There', overTls: 'Over TLS', plain: 'Plainly', asUser: 'as {{user}}',
  echo: 'Echo', echoing: 'Asking…', echoOk: 'There, {{ms}} ms', echoFailed: 'Not there: {{why}}', removePeer: 'Remove {{peer}}?', removePeerHelp: 'What waits to go to it is tried until it is given up.',
  aeTitleHelp: '1 to 16 characters, as the peer calls itself', aeTitleFixed: 'A peer is known by its title: to change it, add another.', hostHelp: 'Name or IP address', useTls: 'Call it over TLS', calledAs: 'Called on behalf of', as_nobody: 'Nobody', as_user: 'A user', as_token: 'A token',
  calledAsHelp: 'Files lie in Server:PeerSecretsFolder on the server; only their names are said here.', userName: 'User', passcodeFile: 'File of the passcode (may be left out)', tokenFile: 'File of the token',
  fault_aeTitle: '1 to 16 printable ASCII characters, no backslash, no space at either end.', fault_known: 'A peer of that title is known: change that one.', fault_host: 'A host name or an IP address.', fault_port: 'A number from 1 to 65535.',
  fault_user: 'A user has a name; a file is named without a folder, in letters, digits, ".", "_" and "-".',

  // sends
  send: 'Send', sendTitle: 'Send to a peer', toPeer: 'To', choosePeer: 'Choose a peer', addPeerFirst: 'Add one first', wholeStudy: 'The whole study', oneSeries: 'One series of it', oneInstance: 'One image of it', sendAnyway: 'It can be sent all the same: it is tried again until the peer is there.',
  goesTo: 'To {{peer}}:', goesOn: 'It goes on when this is closed.', toSends: 'All sends', sendQueue: 'To peers', showState: 'State', allStates: 'All states', send_waiting: 'Waiting', send_sending: 'Sending', send_done: 'Done', send_failed: 'Failed', send_cancelled: 'Called off',
  progressTo: 'Progress to {{peer}}', sentOf: '{{sent}} of {{total}} objects, {{bytes}}', refusedObjects_one: '{{count, number}} object refused', refusedObjects_other: '{{count, number}} objects refused', nextTry_one: 'Next try {{when}}, after {{count}} in vain', nextTry_other: 'Next try {{when}}, after {{count}} in vain',
  retryNow: 'Try again', callOff: 'Call off', peer: 'Peer', asked: 'Asked', notForYou: 'Not yours to read', someObjects_one: '{{count, number}} object', someObjects_other: '{{count, number}} objects', noSends: 'Nothing was sent yet.', noSendsOfState: 'No send is in that state.', noSendsHelp: 'Choose a study in the list of studies, then Send.',

  // storage
  inAll: 'In all', countedAt: 'counted {{when}}', free: 'Free', lasts_one: 'enough for {{count, number}} day at this pace', lasts_other: 'enough for {{count, number}} days at this pace', emptyStorageHelp: 'Once the first objects have come, this page shows how much there is of each modality and how it grows.',
  growth: 'Growth', lastDays: 'Days', perDay: 'Came that day', sumOfDays: 'All since the first of these days', growthSays: 'In the last {{days}} days {{total}} came, the most on {{day}}: {{most}}.', nothingCame: 'Nothing came in these days.', byModality: 'By modality', part: 'Part',
  sites: 'Sites and quotas', site: 'Site', quota: 'Quota', noBound: 'No bound', quota_Within: 'Within', quota_Warned: 'Near its bound', quota_Full: 'Full', warnsAt: 'warns at {{what}}', noSite: '(no site)', noSites: 'There is no site yet.', noSitesHelp: 'Sites are told apart by Vault:Sites, their bounds are in Vault:SiteQuotas.',
  howKept: 'How it is kept', cache: 'Cache', ofMost: 'of {{bytes}} at most', movedBytes: '{{bytes}} moved', copiedBytes: '{{bytes}} copied', setWith: 'set with {{setting}}', compression: 'Compression at rest', savedBytes: '{{bytes}} saved since the start', retention: 'Retention',
  noRules: 'No rules: all is kept', ruleCount_one: '{{count}} rule', ruleCount_other: '{{count}} rules', nextRun: 'next run {{when}}', rulesOff: 'rules are listed and do not act',

  // integrity
  findings: 'Findings', showFindings: 'Findings shown', openOnes: 'Open', allOnes: 'All', allWhole: 'Every bundle that was checked is what was sealed.', noneYet: 'Nothing was found; the first pass has not come to its end yet.',
  findingsOpen_one: '{{count, number}} bundle is not what was sealed: somebody must see to it.', findingsOpen_other: '{{count, number}} bundles are not what was sealed: somebody must see to them.', lastPass: 'Last whole pass', nextPass: 'Next pass', bundlesChecked: 'Bundles checked', oldestCheck: 'Oldest check', overdue: 'Overdue', openFor_one: 'the oldest for {{count, number}} s', openFor_other: 'the oldest for {{count, number}} s',
  noneOpen: 'No finding is open.', noneEver: 'Nothing was ever found.', noFindingHelp: 'Sealed bundles are read again from time to time; what differs shows here by itself.', integrityHelp: 'Repair from the replica, or put the right file back in its place: the next look, once a day, marks it resolved.',
  foundAt: 'Found', bundle: 'Bundle', stillOpen: 'Open', resolved: 'Whole again', repairedFrom: 'Repaired from the {{store}}', store_replica: 'replica', store_hot: 'hot store', store_warm: 'warm store',
  fault_missing: 'Missing', faultText_missing: 'There is no file', fault_truncated: 'Truncated', faultText_truncated: 'The file is shorter than it was sealed', fault_mismatch: 'Changed', faultText_mismatch: 'Other bytes than were sealed', fault_unreadable: 'Unreadable', faultText_unreadable: 'The disk does not give the bytes',
  repair: 'Repair', repairAsk: 'Repair bundle {{bundle}} from the replica?', repairHelp: 'A copy is taken that has the SHA-256 with which the bundle was sealed.', repairDone: 'Repaired.',

  // lifecycle
  rejected: 'Rejected', holds: 'Legal holds', purges: 'Purges', certificates: 'Certificates', rejectedHelp: 'What was rejected is not seen any more; its bytes are kept. It can be restored, or somebody asks for it to be purged.',
  holdsHelp: 'A study under a legal hold can neither be rejected nor purged.', purgesHelp: 'A purge is approved by a second person; then the bytes are gone for good, and a certificate says so.', certificatesHelp: 'Each purge has a certificate, each one bound to the one before, to be printed and filed.',
  rejectedNone: 'Nothing is rejected.', holdsNone: 'There is no legal hold.', purgesNone: 'Nobody has asked for a purge.', certificatesNone: 'No certificate has been issued yet.',
  rejectedNoneHelp: 'Studies are rejected over the web service, by a rejection note of a workstation, or by a rule of retention.', holdsNoneHelp: 'Put a study under a hold with the button above; its UID is in the list of studies.', purgesNoneHelp: 'Ask for one where something lies rejected.', certificatesNoneHelp: 'One is issued when an approved purge is carried out.',
  reason: 'Reason', until: 'Until', unlimited: 'No end', expires: 'Waits until {{when}}', issued: 'Issued', requestedBy: 'Requested by', approvedBy: 'Approved by', onePerson: 'One person, as was set', print: 'View and print', chain: 'Chain of certificates', chainWhole: 'Whole', chainBroken: 'Broken',
  aboutDecision_one: '{{count, number}} image of study', aboutDecision_other: '{{count, number}} images of study', studyUid: 'Study Instance UID', untilOptional: 'Until (may be left out)',
  restore: 'Restore', restoreAsk: 'Restore what was rejected?', restoreDone: 'Restored.', requestPurge: 'Ask to purge', requestPurgeAsk: 'Ask for these images to be purged?', requestPurgeDone: 'Asked; a second person must approve.', release: 'Release', releaseAsk: 'Release the legal hold?', releaseDone: 'Released.',
  hold: 'Hold a study', holdAsk: 'Put a study under a legal hold', holdDone: 'The study is held.', approve: 'Approve', approveAsk: 'Approve the purge? The bytes will be gone for good.', approveDone: 'Approved; the bytes go now.', refuse: 'Refuse', refuseAsk: 'Refuse the purge?', refuseDone: 'Refused.',
  state_rejected: 'Rejected', state_partly: 'Restored in part', state_restored: 'Restored', state_held: 'Held', state_released: 'Released', state_ended: 'Ended', state_requested: 'Waits for approval', state_approved: 'Approved, under way', state_refused: 'Refused', state_expired: 'Expired', state_done: 'Purged',
  reason_113001: 'Quality', reason_113037: 'Patient safety', reason_113038: 'Wrong worklist entry', reason_113039: 'Retention expired',

  // settings
  settingsHelp: 'What is marked live can be changed here: it works at once and holds until the next start. All else is set in appsettings.json or the environment and read at the start.', searchSettings: 'Search settings', whichSettings: 'Which settings', which_all: 'All', which_live: 'Live ones', which_changed: 'Changed since the start', which_other: 'Not as delivered',
  settingCount_one: '{{count, number}} setting', settingCount_other: '{{count, number}} settings', noSetting: 'No setting matches.', noSettingHelp: 'Search by a part of the name, of the meaning or of the value.', setting: 'Setting', value: 'Value', default: 'Default', meaning: 'What it means', changes: 'Change', live: 'live', atStart: 'at the start',
  secretSet: 'set, not shown', secretNotSet: 'not set', changedBy: 'changed by {{who}}, {{when}}', changeNamed: 'Change {{name}}', outOf: 'A whole number, {{bounds}}.', defaultIs: 'default {{value}}', changeConfirm: 'Yes, from {{from}} to {{to}}, at once', changeHelp: 'It holds until the archive is started anew; to keep it, put it into appsettings.json or the environment as well.', settingChanged: '{{name}} is changed.',

  // audit
  auditHelp: 'Decisions about what is kept, and corrections of what studies say: who, when and why.', filterStudy: 'Only this study', allStudies: 'All studies', noAudit: 'Nothing was decided or corrected yet.', noAuditOf: 'Nothing was decided or corrected of this study.', noAuditHelp: 'Rejections, holds, purges and corrections show here, the newest first.',
  whatHappened: 'Event', entries: 'Entries', about: 'About', answers: 'to no. {{number}}', onlyThisStudy: 'Only entries of this study', kind_deleted: 'Rejected', kind_restored: 'Restored', kind_held: 'Held', kind_released: 'Hold released', 'kind_purge-requested': 'Purge asked for', 'kind_purge-approved': 'Purge approved', 'kind_purge-refused': 'Purge refused',
  'kind_purge-certified': 'Purged, certificate issued', kind_corrected: 'Set right', 'kind_correction-undone': 'Correction undone',
};

export type SystemWords = Record<keyof typeof en, string>;
export default en;
