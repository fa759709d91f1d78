// Every test here starts real servers and real peers: one after the other, or two cores time out what is right.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
