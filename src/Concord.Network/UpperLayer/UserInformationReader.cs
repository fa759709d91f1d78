using System.Buffers.Binary;
using Concord.Dicom.DataElements;

namespace Concord.Network.UpperLayer;

/// <summary>Parses the User Information item's sub-items (PS3.8 §D.1, PS3.7 §D.3.3); unknown ones are skipped.</summary>
internal static class UserInformationReader
{
    /// <summary>Most sub-items of one kind that are kept.</summary>
    private const int MaxRepeats = 256;

    /// <exception cref="PduException">A sub-item has not the length that its kind has.</exception>
    internal static UserInformation Read(ReadOnlySpan<byte> value)
    {
        List<RoleSelection> roles = [];
        List<ExtendedNegotiation> extended = [];
        List<CommonExtendedNegotiation> common = [];
        var user = new UserInformation { Roles = roles, Extended = extended, CommonExtended = common };
        var items = new ItemReader(value);
        while (items.TryNext(out var type, out var item))
        {
            switch (type)
            {
                case ItemType.MaximumLength:
                    user = user with { MaxLength = BinaryPrimitives.ReadUInt32BigEndian(Exactly(item, 4)) };
                    break;
                case ItemType.ImplementationClassUid: user = user with { ImplementationClassUid = AssociatePduReader.Text(item) }; break;
                case ItemType.ImplementationVersionName: user = user with { ImplementationVersionName = AssociatePduReader.Text(item) }; break;
                case ItemType.AsynchronousOperationsWindow: user = user with { Window = ReadWindow(Exactly(item, 4)) }; break;
                case ItemType.RoleSelection when roles.Count < MaxRepeats: roles.Add(ReadRole(item)); break;
                case ItemType.ExtendedNegotiation when extended.Count < MaxRepeats: extended.Add(ReadExtended(item)); break;
                case ItemType.CommonExtendedNegotiation when common.Count < MaxRepeats: common.Add(ReadCommon(item)); break;
                case ItemType.UserIdentityAc: user = user with { IdentityResponse = TakeCounted(ref item).ToArray() }; break;
                case ItemType.UserIdentityRq: user = user with { Identity = ReadIdentity(item) }; break;
            }
        }
        return user;
    }

    private static AsynchronousOperationsWindow ReadWindow(ReadOnlySpan<byte> item) =>
        new(BinaryPrimitives.ReadUInt16BigEndian(item), BinaryPrimitives.ReadUInt16BigEndian(item[2..]));

    private static RoleSelection ReadRole(ReadOnlySpan<byte> item)
    {
        var uid = TakeCounted(ref item);
        return new(ParseUid(uid), Exactly(item, 2)[0] != 0, item[1] != 0);
    }

    private static ExtendedNegotiation ReadExtended(ReadOnlySpan<byte> item)
    {
        var uid = TakeCounted(ref item);
        return new(ParseUid(uid), item.ToArray());
    }

    private static CommonExtendedNegotiation ReadCommon(ReadOnlySpan<byte> item)
    {
        var sopClass = ParseUid(TakeCounted(ref item));
        var serviceClass = ParseUid(TakeCounted(ref item));
        var related = new List<Uid>();
        if (item.IsEmpty) return new(sopClass, serviceClass, related);
        var list = TakeCounted(ref item);
        while (!list.IsEmpty && related.Count < MaxRepeats) related.Add(ParseUid(TakeCounted(ref list)));
        return new(sopClass, serviceClass, related);
    }

    private static UserIdentity ReadIdentity(ReadOnlySpan<byte> item)
    {
        if (item.Length < 2) throw ItemReader.Overrun();
        var (type, wantsResponse) = (item[0], item[1] != 0);
        item = item[2..];
        var primary = TakeCounted(ref item).ToArray();
        return new(type, wantsResponse, primary, TakeCounted(ref item).ToArray());
    }

    private static Uid ParseUid(ReadOnlySpan<byte> value) => Uid.TryParse(value, out Uid uid) ? uid : default;

    /// <summary>A field with its 16-bit length before it.</summary>
    private static ReadOnlySpan<byte> TakeCounted(ref ReadOnlySpan<byte> item)
    {
        if (item.Length < 2) throw ItemReader.Overrun();
        var length = BinaryPrimitives.ReadUInt16BigEndian(item);
        if (item.Length - 2 < length) throw ItemReader.Overrun();
        var field = item.Slice(2, length);
        item = item[(2 + length)..];
        return field;
    }

    private static ReadOnlySpan<byte> Exactly(ReadOnlySpan<byte> item, int length) => item.Length == length ? item : throw ItemReader.Overrun();
}
