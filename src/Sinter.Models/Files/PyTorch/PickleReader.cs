using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Sinter.Models.Files.PyTorch;

/// <summary>
/// Reads a pickle (protocols 2 to 4) into plain values, and runs nothing: a name must be on a closed list, and what a name may be called with is for that list to do.
/// Instructions that plain state does not need are refused, and the number of instructions, of values at hand and of values remembered is bounded.
/// </summary>
/// <param name="path">The file that messages name.</param>
/// <param name="bytes">The pickle.</param>
/// <param name="names">The closed list, and what its names do.</param>
internal sealed class PickleReader(string path, byte[] bytes, TorchNames names)
{
    private const int MaximumInstructions = 8_000_000;
    private const int MaximumStack = 1 << 20;
    private const int MaximumMemory = 1 << 22;
    private const int MaximumMarks = 1 << 10;
    private const int MaximumTextLength = 1 << 20;
    private const int MaximumNameLength = 256;
    private const int MaximumIntegerLength = 1 << 10;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<uint, object?> _memory = [];
    private int _at;

    /// <summary>Reads the one value of the pickle: null, bool, long, BigInteger, double, string, byte[], an array (tuple), a list, a dictionary, a name of the list, or what a name gives.</summary>
    /// <exception cref="InvalidDataException">The pickle is damaged, too large, or asks for what reading weights does not need.</exception>
    public object? Read()
    {
        for (var count = 0; count < MaximumInstructions; count++)
        {
            var instruction = Take(1)[0];
            if (instruction == (byte)'.')
            {
                return Pop();
            }

            Execute(instruction);
            if (_stack.Count > MaximumStack || _memory.Count > MaximumMemory || _marks.Count > MaximumMarks)
            {
                throw Bad("keeps more values at hand than any file of weights does");
            }
        }

        throw Bad($"has more than {MaximumInstructions} instructions");
    }

    private void Execute(byte instruction)
    {
        switch (instruction)
        {
            case 0x80: CheckProtocol(Take(1)[0]); break;
            case 0x95: Take(sizeof(long)); break;
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'2': _stack.Add(Peek()); break;
            case (byte)'N': _stack.Add(null); break;
            case 0x88: _stack.Add(true); break;
            case 0x89: _stack.Add(false); break;
            case (byte)'J': _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (byte)'K': _stack.Add((long)Take(1)[0]); break;
            case (byte)'M': _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 0x8A: PushInteger(Take(Take(1)[0])); break;
            case 0x8B: PushInteger(Take(Length(4, MaximumIntegerLength))); break;
            case (byte)'G': _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'U': _stack.Add(Encoding.Latin1.GetString(Take(Take(1)[0]))); break;
            case (byte)'T': _stack.Add(Encoding.Latin1.GetString(Take(Length(4, MaximumTextLength)))); break;
            case (byte)'X': _stack.Add(Text(Take(Length(4, MaximumTextLength)))); break;
            case 0x8C: _stack.Add(Text(Take(Take(1)[0]))); break;
            case 0x8D: _stack.Add(Text(Take(Length(8, MaximumTextLength)))); break;
            case (byte)'C': _stack.Add(Take(Take(1)[0]).ToArray()); break;
            case (byte)'B': _stack.Add(Take(Length(4, MaximumTextLength)).ToArray()); break;
            case 0x8E: _stack.Add(Take(Length(8, MaximumTextLength)).ToArray()); break;
            case (byte)']' or 0x8F: _stack.Add(new List<object?>()); break;
            case (byte)'a': Append(Pop()); break;
            case (byte)'e' or 0x90: AppendAll(); break;
            case (byte)')': _stack.Add(Array.Empty<object?>()); break;
            case (byte)'t': _stack.Add(PopToMark()); break;
            case 0x85 or 0x86 or 0x87: _stack.Add(PopMany(instruction - 0x84)); break;
            case (byte)'}': _stack.Add(new PickleDictionary()); break;
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'h': _stack.Add(Recall(Take(1)[0])); break;
            case (byte)'j': _stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'q': _memory[Take(1)[0]] = Peek(); break;
            case (byte)'r': _memory[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case 0x94: _memory[(uint)_memory.Count] = Peek(); break;
            case (byte)'c': _stack.Add(names.Find(Line(), Line())); break;
            case 0x93: FindNamed(PopMany(2)); break;
            case (byte)'R' or 0x81: Call(PopMany(2)); break;
            case (byte)'b': IgnoreState(); break;
            case (byte)'Q': _stack.Add(names.Storage(Pop())); break;
            default:
                throw Bad($"has the instruction 0x{instruction:x2} at byte {_at - 1}, which weights do not need and which could make any object; nothing of it was run");
        }
    }

    private void CheckProtocol(byte protocol)
    {
        if (protocol is < 2 or > 5)
        {
            throw Bad($"is of protocol {protocol}, expected 2 to 5");
        }
    }

    private void Append(object? item)
    {
        var list = Peek() as List<object?> ?? throw Bad($"appends to something that is no list, at byte {_at - 1}");
        list.Add(item);
    }

    private void AppendAll()
    {
        var items = PopToMark();
        var list = Peek() as List<object?> ?? throw Bad($"appends to something that is no list, at byte {_at - 1}");
        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw Bad($"sets items of something that is no dictionary, at byte {_at - 1}");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Pairs.Add((items[i], items[i + 1]));
        }
    }

    private void FindNamed(object?[] parts) => _stack.Add(parts is [string module, string name]
        ? names.Find(module, name)
        : throw Bad($"names something by what is no text, at byte {_at - 1}"));

    private void Call(object?[] parts) => _stack.Add(parts is [PickleGlobal global, object?[] arguments]
        ? names.Call(global, arguments)
        : throw Bad($"calls something that is no name, at byte {_at - 1}"));

    /// <summary>Attributes of a dictionary or a tensor, such as the versions of modules, say nothing about values.</summary>
    private void IgnoreState()
    {
        Pop();
        if (Peek() is not (PickleDictionary or TorchTensor))
        {
            throw Bad($"sets attributes of something that is neither a dictionary nor a tensor, at byte {_at - 1}");
        }
    }

    private object? Recall(uint place) => _memory.TryGetValue(place, out var value) ? value : throw Bad($"recalls what it never remembered, at byte {_at - 1}");

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Empty();

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        if (_stack.Count - Floor < count)
        {
            throw Empty();
        }

        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Empty();
        }

        var values = PopMany(_stack.Count - _marks.Peek());
        _marks.Pop();
        return values;
    }

    // What lies below the last mark is not for what follows it.
    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > bytes.Length - _at)
        {
            throw Bad("is cut short");
        }

        _at += length;
        return bytes.AsSpan(_at - length, length);
    }

    private int Length(int size, int most)
    {
        var length = size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Take(4)) : BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return length <= (ulong)most ? (int)length : throw Bad($"has a text of {length} bytes at byte {_at}, expected at most {most}");
    }

    private string Line()
    {
        var rest = bytes.AsSpan(_at, Math.Min(bytes.Length - _at, MaximumNameLength));
        var end = rest.IndexOf((byte)'\n');
        return end >= 0 ? Text(Take(end + 1)[..end]) : throw Bad($"has a name without end at byte {_at}");
    }

    private string Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException(Bad($"has a text that is not UTF-8 before byte {_at}").Message, fault);
        }
    }

    private void PushInteger(ReadOnlySpan<byte> littleEndian)
    {
        var value = new BigInteger(littleEndian);
        _stack.Add(value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value);
    }

    private InvalidDataException Empty() => Bad($"takes a value where there is none, at byte {_at - 1}");

    private InvalidDataException Bad(string what) => new($"The pickle in '{path}' {what}; the file is damaged or no file of weights, get it again or take the model's safetensors.");
}
