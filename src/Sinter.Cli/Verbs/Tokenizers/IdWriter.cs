using System.Globalization;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Writes ids with spaces between them, without a string for each.</summary>
internal sealed class IdWriter(TextWriter output)
{
    // A space and the ten digits of the largest id.
    private const int LongestId = 11;

    private readonly char[] _buffer = new char[1 << 15];
    private int _length;
    private bool _any;

    /// <summary>Writes some more ids.</summary>
    public void Write(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            if (_buffer.Length - _length < LongestId)
            {
                Flush();
            }

            if (_any)
            {
                _buffer[_length++] = ' ';
            }

            _any = true;
            id.TryFormat(_buffer.AsSpan(_length), out var written, provider: CultureInfo.InvariantCulture);
            _length += written;
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        Flush();
        output.Write('\n');
        output.Flush();
    }

    private void Flush()
    {
        output.Write(_buffer, 0, _length);
        _length = 0;
    }
}
