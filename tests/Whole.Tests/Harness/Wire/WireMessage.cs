using System.Buffers.Binary;
using System.Text;

namespace Whole.Tests.Harness.Wire;

/// <summary>A DIMSE message as it came: command elements and the bytes of its data set.</summary>
internal sealed record WireMessage(byte ContextId, Dictionary<uint, byte[]> Command, byte[] DataSet)
{
    public int Field => Number(0x00000100);

    public int Status => Number(0x00000900);

    public int MessageId => Number(0x00000110);

    public bool IsPending => (Status & 0xFF00) == 0xFF00;

    public string Text(uint tag) => Command.TryGetValue(tag, out var value) ? Encoding.ASCII.GetString(value).TrimEnd('\0', ' ') : "";

    public int Number(uint tag) => Command.TryGetValue(tag, out var value) && value.Length >= 2 ? BinaryPrimitives.ReadUInt16LittleEndian(value) : -1;
}
