using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Models.Files;

/// <summary>
/// A model file of llama2.c, version 0: seven 32-bit integers, then all weights as 32-bit floats. Its weights are
/// given under their Hugging Face names, query and key projections reordered to the half-split rotary layout. It owns
/// the open file, and is done when disposed.
/// </summary>
public sealed class Llama2CFile : IWeightSource
{
    private const int HeaderLength = 7 * sizeof(int);

    // The first bytes of versions 1 and 2: "ak42" as a little-endian integer.
    private const int LaterVersionMagic = 0x616b3432;

    // A read of the system takes an int of bytes.
    private const int ChunkLength = 1 << 24;

    private readonly SafeFileHandle _file;
    private readonly WeightIndex<(long Offset, bool Rotary)> _index;

    private Llama2CFile(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
        Config = ReadConfig();
        var places = Layout(Config, out var expectedLength);
        var length = RandomAccess.GetLength(file);
        if (length != expectedLength)
        {
            throw new InvalidDataException($"'{path}' has {length} bytes, expected {expectedLength} of a llama2.c model with this header; it is {(length < expectedLength ? "cut short" : "no version 0 file")}, get it again.");
        }

        _index = new(path, places);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>The shape of the model, from the header.</summary>
    public ModelConfig Config { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => _index.Tensors;

    /// <summary>Opens a file and checks its header and length.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is cut short, of another version or no such file.</exception>
    public static Llama2CFile Open(string path)
    {
        var handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return new Llama2CFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public TensorInfo? Find(string name) => _index.Find(name);

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape)
    {
        var (offset, rotary) = _index.Locate(name, destination.Length, expectedShape);
        for (var rest = destination; rest.Length > 0;)
        {
            var chunk = rest[..Math.Min(ChunkLength, rest.Length)];
            ReadExactly(MemoryMarshal.AsBytes(chunk), offset);
            offset += (long)chunk.Length * sizeof(float);
            rest = rest[chunk.Length..];
        }

        if (rotary)
        {
            RotaryLayout.InterleavedToHalfSplit(destination, Config.HeadSize, Config.HiddenSize);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private ModelConfig ReadConfig()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (RandomAccess.GetLength(_file) < HeaderLength)
        {
            throw new InvalidDataException($"'{Path}' is cut short: a llama2.c model begins with a header of {HeaderLength} bytes; get it again.");
        }

        ReadExactly(header, 0);
        Span<int> numbers = stackalloc int[7];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadInt32LittleEndian(header[(i * sizeof(int))..]);
        }

        if (numbers[0] == LaterVersionMagic)
        {
            throw new InvalidDataException($"'{Path}' is a llama2.c model of version {numbers[1]}; Sinter reads version 0: export it again with --version 0.");
        }

        // A negative vocabulary says that the output has a projection of its own.
        var config = new ModelConfig
        {
            HiddenSize = numbers[0],
            IntermediateSize = numbers[1],
            Layers = numbers[2],
            Heads = numbers[3],
            KeyValueHeads = numbers[4],
            VocabularySize = numbers[5] == int.MinValue ? 0 : Math.Abs(numbers[5]),
            TieEmbeddings = numbers[5] > 0,
            ContextLength = numbers[6],
        };
        return config.FindFault() is { } fault
            ? throw new InvalidDataException($"'{Path}' is no llama2.c model of version 0; as one it would be wrong: {fault}")
            : config;
    }

    private static List<(TensorInfo Info, (long Offset, bool Rotary) Place)> Layout(ModelConfig config, out long length)
    {
        var places = new List<(TensorInfo Info, (long Offset, bool Rotary) Place)>();
        var shapes = ModelTensors.Of(config).ToDictionary(static place => place.Info.Name, static place => place.Info, StringComparer.Ordinal);
        long offset = HeaderLength;
        AddOne(LlamaTensors.Embedding);
        AddLayers(LlamaTensors.AttentionNorm);
        AddLayers(LlamaTensors.Query, rotary: true);
        AddLayers(LlamaTensors.Key, rotary: true);
        AddLayers(LlamaTensors.Value);
        AddLayers(LlamaTensors.AttentionOutput);
        AddLayers(LlamaTensors.FeedForwardNorm);
        AddLayers(LlamaTensors.Gate);
        AddLayers(LlamaTensors.Down);
        AddLayers(LlamaTensors.Up);
        AddOne(LlamaTensors.FinalNorm);

        // Two tables of rotary cosines and sines, [context, head size / 2] each, which nothing reads any more.
        offset += (long)config.ContextLength * config.HeadSize * sizeof(float);
        if (!config.TieEmbeddings)
        {
            AddOne(LlamaTensors.Output);
        }

        length = offset;
        return places;

        void AddLayers(Func<int, string> name, bool rotary = false)
        {
            for (var layer = 0; layer < config.Layers; layer++)
            {
                AddOne(name(layer), rotary);
            }
        }

        void AddOne(string name, bool rotary = false)
        {
            var info = shapes[name];
            places.Add((info, (offset, rotary)));
            offset += info.Elements * sizeof(float);
        }
    }

    private void ReadExactly(Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(_file, destination, offset);
            if (read == 0)
            {
                throw new InvalidDataException($"'{Path}' was cut short while it was read; get it again.");
            }

            offset += read;
            destination = destination[read..];
        }
    }
}
