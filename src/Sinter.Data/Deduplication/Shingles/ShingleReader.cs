namespace Sinter.Data.Deduplication;

/// <summary>Reads the hashes of the shingles of a text, piece by piece, so that a long text takes no more memory than a short one. It belongs to one thread.</summary>
internal sealed class ShingleReader(ShingleOptions options)
{
    /// <summary>The most shingles that one piece has: as hashes they fit into the nearest cache beside the functions of a signature.</summary>
    public const int PieceLength = 1024;

    private readonly ShingleKeys _keys = new(options.Seed);
    private readonly UnitReader _reader = new(options);
    private readonly ulong[] _units = new ulong[options.Length - 1 + PieceLength];
    private readonly ulong[] _shingles = new ulong[PieceLength];
    private readonly int _length = options.Length;
    private readonly ulong _outgoing = Power(new ShingleKeys(options.Seed).Base, options.Length);
    private string _text = "";
    private TextUnits? _ready;
    private int _readyAt;
    private int _carried;
    private bool _begun;

    /// <summary>The most shingles that there can be.</summary>
    public int MaximumCount => _ready?.Count ?? _text.Length;

    /// <summary>Goes to the beginning of a text.</summary>
    public void Begin(string text)
    {
        (_text, _ready) = (text, null);
        Restart();
    }

    /// <summary>Goes to the beginning of a text whose words or characters were read before.</summary>
    public void Begin(TextUnits units)
    {
        _ready = units;
        Restart();
    }

    /// <summary>Goes to the beginning of the same text again.</summary>
    public void Restart()
    {
        _reader.Begin(_text);
        _readyAt = 0;
        _carried = 0;
        _begun = false;
    }

    /// <summary>The next shingles in their order, valid until the next call; none at the end.</summary>
    public ReadOnlySpan<ulong> Read()
    {
        var units = _carried + ReadUnits(_units.AsSpan(_carried));
        if (units < _length)
        {
            // A text that is shorter than a shingle is one.
            var whole = !_begun && units > 0;
            _begun = true;
            _carried = 0;
            _shingles[0] = _keys.OfPolynomial(Polynomial(units));
            return _shingles.AsSpan(0, whole ? 1 : 0);
        }

        _begun = true;
        var count = units - _length + 1;
        var polynomial = Polynomial(_length);
        _shingles[0] = _keys.OfPolynomial(polynomial);
        for (var i = 1; i < count; i++)
        {
            polynomial = (polynomial * _keys.Base) + _units[i + _length - 1] - (_units[i - 1] * _outgoing);
            _shingles[i] = _keys.OfPolynomial(polynomial);
        }

        _carried = _length - 1;
        _units.AsSpan(count, _carried).CopyTo(_units);
        return _shingles.AsSpan(0, count);
    }

    private int ReadUnits(Span<ulong> units)
    {
        if (_ready is null)
        {
            return _reader.Read(units, []);
        }

        var count = Math.Min(units.Length, _ready.Count - _readyAt);
        _ready.Hashes.AsSpan(_readyAt, count).CopyTo(units);
        _readyAt += count;
        return count;
    }

    private ulong Polynomial(int length)
    {
        var value = 0UL;
        foreach (var unit in _units.AsSpan(0, length))
        {
            value = (value * _keys.Base) + unit;
        }

        return value;
    }

    private static ulong Power(ulong number, int exponent)
    {
        var power = 1UL;
        for (var i = 0; i < exponent; i++)
        {
            power *= number;
        }

        return power;
    }
}
