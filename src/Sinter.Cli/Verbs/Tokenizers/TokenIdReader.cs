using System.Globalization;
using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Reads token ids from a stream of any length: whole numbers with white space or commas between them, or one JSON array of them.</summary>
/// <param name="input">The stream.</param>
/// <param name="tokenizer">The tokenizer that has the ids.</param>
internal sealed class TokenIdReader(Stream input, Tokenizer tokenizer)
{
    // No id has more digits; what follows in a broken one is not worth keeping.
    private const int LongestShown = 40;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly byte[] _word = new byte[LongestShown];
    private int _wordLength;
    private int _length;
    private int _at;
    private long _line = 1;
    private long _column;
    private bool _anything;
    private bool _inArray;
    private bool _ended;

    /// <summary>The next id, or null at the end.</summary>
    /// <exception cref="InvalidDataException">Something is no id, or no token has it; the message tells the line and the column.</exception>
    public int? Next()
    {
        _wordLength = 0;
        var (line, column) = (_line, _column);
        while (NextByte() is var value and >= 0)
        {
            if (value is ' ' or '\t' or '\r' or '\n' or ',' or '[' or ']')
            {
                if (_wordLength > 0)
                {
                    _at--;
                    _column--;
                    return Parse(line, column);
                }

                Separate((char)value);
                continue;
            }

            if (_wordLength == 0)
            {
                (line, column) = (_line, _column);
            }

            if (_wordLength == LongestShown)
            {
                throw Fault(line, column, $"'{Shown()}...' is no token id; expected {Expected}");
            }

            _word[_wordLength++] = (byte)value;
        }

        if (_wordLength > 0)
        {
            return Parse(line, column);
        }

        return _inArray && !_ended ? throw Fault(_line, _column, "the array has no end; expected ']'.") : null;
    }

    private string Expected => string.Create(CultureInfo.InvariantCulture, $"whole numbers from 0 to {tokenizer.VocabularySize - 1}.");

    private string Shown() => Encoding.UTF8.GetString(_word, 0, _wordLength);

    private int Parse(long line, long column)
    {
        if (_ended)
        {
            throw Fault(line, column, "the array has ended before; expected nothing more.");
        }

        _anything = true;
        if (!int.TryParse(_word.AsSpan(0, _wordLength), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw Fault(line, column, $"'{Shown()}' is no token id; expected {Expected}");
        }

        return tokenizer.HasToken(id) ? id : throw Fault(line, column, $"token {id} is not in this vocabulary; expected {Expected}");
    }

    /// <summary>Takes note of what stands between ids.</summary>
    private void Separate(char sign)
    {
        if (sign is '[' && (_inArray || _anything))
        {
            throw Fault(_line, _column, "'[' may stand at the beginning only; expected one array of numbers.");
        }

        if (sign is ']' && (!_inArray || _ended))
        {
            throw Fault(_line, _column, "']' has no '[' before it; expected one array of numbers.");
        }

        _inArray |= sign is '[';
        _ended |= sign is ']';
        if (sign is '\n')
        {
            _line++;
            _column = 0;
        }
    }

    private int NextByte()
    {
        if (_at == _length)
        {
            _length = input.Read(_buffer);
            _at = 0;
            if (_length == 0)
            {
                return -1;
            }
        }

        _column++;
        return _buffer[_at++];
    }

    private static InvalidDataException Fault(long line, long column, string what) => new(string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column}: {what}"));
}
