using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Sinter.Models.Tests.Files.PyTorch;

/// <summary>Builds archives as torch.save lays them out, byte by byte, honest and hostile.</summary>
internal static class TorchArchive
{
    public const string Start = "\u0080\u0002";

    /// <summary>An archive with this pickle and these storages.</summary>
    public static void Write(string path, byte[] pickle, params (string Key, byte[] Bytes)[] storages) =>
        WriteFiles(path, _ => CompressionLevel.NoCompression, [("a/data.pkl", pickle), .. storages.Select(storage => ("a/data/" + storage.Key, storage.Bytes)), ("a/version", "3\n"u8.ToArray())]);

    public static void WriteFiles(string path, Func<string, CompressionLevel> level, params (string Name, byte[] Bytes)[] files)
    {
        File.Delete(path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in files)
        {
            using var entry = archive.CreateEntry(name, level(name)).Open();
            entry.Write(bytes);
        }
    }

    /// <summary>An archive as one of more than 4 GB is written: with 64-bit records, and the files <paramref name="gap"/> bytes apart, which the disk leaves out.</summary>
    public static void WriteWide(string path, long gap, params (string Name, byte[] Bytes)[] files)
    {
        using var stream = new FileStream(path, FileMode.Create);
        using var writer = new BinaryWriter(stream);
        var starts = new List<long>();
        foreach (var (name, bytes) in files)
        {
            starts.Add(stream.Position);
            writer.Write([.. "PK\u0003\u0004"u8, .. new byte[14]]);
            writer.Write(bytes.Length);
            writer.Write(bytes.Length);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)0);
            writer.Write(Encoding.ASCII.GetBytes(name));
            writer.Write(bytes);
            writer.Flush();
            stream.Seek(gap, SeekOrigin.Current);
        }

        var directory = stream.Position;
        foreach (var ((name, bytes), start) in files.Zip(starts))
        {
            writer.Write([.. "PK\u0001\u0002"u8, .. new byte[16]]);
            writer.Write(uint.MaxValue);
            writer.Write(uint.MaxValue);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)(5 + 28));
            writer.Write(new byte[10]);
            writer.Write(uint.MaxValue);
            writer.Write(Encoding.ASCII.GetBytes(name));

            // A field that is passed over, then the one of 64-bit numbers.
            writer.Write([.. "FB"u8, 1, 0, 9, 1, 0, 24, 0]);
            writer.Write((long)bytes.Length);
            writer.Write((long)bytes.Length);
            writer.Write(start);
        }

        var end = stream.Position;
        writer.Write([.. "PK\u0006\u0006"u8, 44, .. new byte[19]]);
        writer.Write((long)files.Length);
        writer.Write((long)files.Length);
        writer.Write(end - directory);
        writer.Write(directory);
        writer.Write([.. "PK\u0006\u0007"u8, .. new byte[4]]);
        writer.Write(end);
        writer.Write(1);
        writer.Write([.. "PK\u0005\u0006"u8, .. new byte[4]]);
        writer.Write(ushort.MaxValue);
        writer.Write(ushort.MaxValue);
        writer.Write(uint.MaxValue);
        writer.Write(uint.MaxValue);
        writer.Write((ushort)3);
        writer.Write("end"u8);
    }

    /// <summary>A pickle of instructions; a text is its Latin-1 bytes.</summary>
    public static byte[] Pickle(params object[] parts) => [.. parts.SelectMany(part => part switch
    {
        string text => Encoding.Latin1.GetBytes(text),
        byte[] bytes => bytes,
        _ => throw new ArgumentException("A pickle is made of texts and bytes."),
    })];

    /// <summary>The instruction that puts a text at hand.</summary>
    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)'X', .. Int32(bytes.Length), .. bytes];
    }

    /// <summary>The instruction that puts a number at hand.</summary>
    public static byte[] Number(int number) => [(byte)'J', .. Int32(number)];

    /// <summary>The instructions of a tensor of storage <c>0</c>.</summary>
    public static byte[] Tensor(string storageClass, int elements, int offset, int[] size, int[] strides, string key = "0") => Pickle(
        "ctorch._utils\n_rebuild_tensor_v2\n(",
        "(", Text("storage"), $"ctorch\n{storageClass}\n", Text(key), Text("cpu"), Number(elements), "tQ",
        Number(offset), "(", Pickle([.. size.Select(Number)]), "t(", Pickle([.. strides.Select(Number)]), "t",
        "\u0089ccollections\nOrderedDict\n)RtR");

    /// <summary>A state dictionary with one tensor <c>t</c>.</summary>
    public static byte[] OneTensor(byte[] tensor) => Pickle(Start, "}", Text("t"), tensor, "s.");

    private static byte[] Int32(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
