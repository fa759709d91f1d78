using System.Globalization;

namespace Concord.Network.UpperLayer;

/// <summary>The state table of the standard (PS3.8 Table 9-10), read from <c>data/standard/ul_state_table.csv</c>. Immutable.</summary>
internal static class StateTable
{
    private const int States = 14; // Sta1..Sta13, index 0 unused
    private static readonly (string Prefix, AssociationEvent Event)[] Rows =
    [
        ("A-ASSOCIATE Request", AssociationEvent.AssociateRequest),
        ("Transport Conn. Confirm", AssociationEvent.TransportConfirm),
        ("A-ASSOCIATE-AC PDU", AssociationEvent.AssociateAcPdu),
        ("A-ASSOCIATE-RJ PDU", AssociationEvent.AssociateRjPdu),
        ("Transport Connection Indication", AssociationEvent.TransportIndication),
        ("A-ASSOCIATE-RQ PDU", AssociationEvent.AssociateRqPdu),
        ("A-ASSOCIATE response primitive (accept)", AssociationEvent.AssociateAccept),
        ("A-ASSOCIATE response primitive (reject)", AssociationEvent.AssociateReject),
        ("P-DATA request", AssociationEvent.DataRequest),
        ("P-DATA-TF PDU", AssociationEvent.DataPdu),
        ("A-RELEASE Request", AssociationEvent.ReleaseRequest),
        ("A-RELEASE-RQ PDU", AssociationEvent.ReleaseRqPdu),
        ("A-RELEASE-RP PDU", AssociationEvent.ReleaseRpPdu),
        ("A-RELEASE Response", AssociationEvent.ReleaseResponse),
        ("A-ABORT Request", AssociationEvent.AbortRequest),
        ("A-ABORT PDU", AssociationEvent.AbortPdu),
        ("Transport connection closed", AssociationEvent.TransportClosed),
        ("ARTIM timer expired", AssociationEvent.ArtimExpired),
        ("Unrecognized or invalid PDU", AssociationEvent.InvalidPdu),
    ];

    private static readonly Transition?[] Cells = Load();

    /// <summary>The cell of an event in a state; null where the table is empty: the event cannot happen there.</summary>
    internal static Transition? Find(AssociationState state, AssociationEvent happened) => Cells[((int)happened * States) + (int)state];

    /// <summary>The event that a row of the csv is about.</summary>
    internal static AssociationEvent ParseEvent(ReadOnlySpan<char> row)
    {
        foreach (var (prefix, happened) in Rows)
            if (row.StartsWith(prefix, StringComparison.Ordinal)) return happened;
        throw new InvalidDataException("The state table names an event that is not known.");
    }

    private static Transition?[] Load()
    {
        var cells = new Transition?[(Rows.Length + 1) * States];
        using var stream = typeof(StateTable).Assembly.GetManifestResourceStream("ul_state_table.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // header
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var happened = ParseEvent(fields[0]);
            var state = ParseState(fields[1]);
            var action = Enum.Parse<AssociationAction>(fields[2].Replace("-", "", StringComparison.Ordinal));
            var next = fields[3].Split(" or ");
            cells[((int)happened * States) + (int)state] = new(action, ParseState(next[0]), ParseState(next[^1]));
        }
        return cells;
    }

    private static AssociationState ParseState(string name) =>
        (AssociationState)int.Parse(name.StartsWith("Sta", StringComparison.Ordinal) ? name[3..] : name, CultureInfo.InvariantCulture);
}
