using System.Runtime.InteropServices;

namespace Concord.Imaging.Codecs.Native;

/// <summary>What a worker writes to its standard output: native/codec/protocol.h, <c>Answer</c>. Nothing in it is to be believed unchecked.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct WireAnswer
{
    public uint Magic;
    public CodecStatus Status;
    public WireImage Image;
    public uint HasColorTransform;
    public uint Reserved;
    public ulong Length;
    public Text Message;

    /// <summary>ASCII up to a zero.</summary>
    [System.Runtime.CompilerServices.InlineArray(Length)]
    internal struct Text
    {
        public const int Length = 200;
        private byte _first;
    }

    /// <summary>One line of printable characters.</summary>
    public readonly string MessageText
    {
        get
        {
            Span<char> text = stackalloc char[Text.Length];
            var length = 0;
            foreach (var letter in Message)
            {
                if (letter == 0) break;
                text[length++] = letter is >= 32 and < 127 ? (char)letter : ' ';
            }
            return length == 0 ? "The codec gave no reason" : text[..length].ToString();
        }
    }
}
