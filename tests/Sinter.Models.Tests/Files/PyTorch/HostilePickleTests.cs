using System.IO.Compression;
using Sinter.Models.Files.PyTorch;
using static Sinter.Models.Tests.Files.PyTorch.TorchArchive;

namespace Sinter.Models.Tests.Files.PyTorch;

/// <summary>Pickles that were made to do harm, or that no writer makes: each is refused with a sentence, and nothing is run.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.bin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_helpers_build_is_read()
    {
        Write(FilePath, OneTensor(Tensor("HalfStorage", 4, 1, [3], [1])), ("0", [0, 0, 0, 0x3C, 0, 0xC0, 0, 0x7C]));
        using var file = PyTorchFile.Open(FilePath);
        var values = new float[3];
        file.ReadFloat32("t", values, [3]);
        values.ShouldBe([1, -2, float.PositiveInfinity]);
    }

    [Fact]
    public void Numbers_of_any_width_are_numbers()
    {
        var narrow = Pickle(Number(4), "tQ", Number(1), "(");
        var tensor = Convert.ToHexString(Tensor("HalfStorage", 4, 1, [3], [1]));

        // The same numbers as wide integers of 3 and of 9 bytes.
        tensor.ShouldContain(Convert.ToHexString(narrow));
        tensor = tensor.Replace(Convert.ToHexString(narrow), Convert.ToHexString(Pickle("\u008A\u0003\u0004\u0000\u0000", "tQ", "\u008A\u0009\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000", "(")), StringComparison.Ordinal);
        Write(FilePath, OneTensor(Convert.FromHexString(tensor)), ("0", new byte[8]));
        using var file = PyTorchFile.Open(FilePath);
        file.Find("t").ShouldNotBeNull().Shape.ShouldBe([3]);
    }

    [Theory]
    [InlineData("cos\nsystem\n", "os.system")]
    [InlineData("cposix\nsystem\n", "posix.system")]
    [InlineData("cbuiltins\neval\n", "builtins.eval")]
    [InlineData("c__builtin__\nexec\n", "__builtin__.exec")]
    [InlineData("cbuiltins\ngetattr\n", "builtins.getattr")]
    [InlineData("ctorch\nload\n", "torch.load")]
    [InlineData("ctorch._utils\n_import_dotted_name\n", "torch._utils._import_dotted_name")]
    [InlineData("ctorch\nos.system\n", "torch.os.system")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n", "numpy.core.multiarray._reconstruct")]
    [InlineData("carg\u0001parse\nNamespace\n", "arg?parse.Namespace")]
    public void A_name_that_weights_do_not_need_is_refused_by_its_name(string instruction, string name)
    {
        Write(FilePath, Pickle(Start, instruction, Text("touch /tmp/harm"), "\u0085R."));
        Should.Throw<InvalidDataException>(() => PyTorchFile.Open(FilePath)).Message.ShouldBe(
            $"'{FilePath}' asks for '{name}' of Python, which is not needed to read weights; nothing of it was run. Take the model's safetensors, or have its maker save the state_dict alone.");
    }

    [Fact]
    public void A_name_put_together_on_the_stack_is_refused_as_well()
    {
        Write(FilePath, Pickle(Start, Text("os"), Text("system"), "\u0093."));
        Refused("asks for 'os.system' of Python");
        Write(FilePath, Pickle(Start, Number(1), Text("system"), "\u0093."));
        Refused("names something by what is no text");
    }

    [Theory]
    [InlineData("(ios\nsystem\n.", "0x69")]
    [InlineData("(cos\nsystem\no.", "asks for 'os.system'")]
    [InlineData("(o.", "0x6f")]
    [InlineData("Pname\n.", "0x50")]
    [InlineData("\u0082a.", "0x82")]
    [InlineData("I1\n.", "0x49")]
    [InlineData("\u0092.", "0x92")]
    public void Instructions_that_make_objects_are_unknown(string instructions, string sentence)
    {
        Write(FilePath, Pickle(Start, instructions));
        Refused(sentence);
    }

    [Theory]
    [InlineData("R.", "takes a value where there is none")]
    [InlineData("0.", "takes a value where there is none")]
    [InlineData("t.", "takes a value where there is none")]
    [InlineData("N(0.", "takes a value where there is none")]
    [InlineData(".", "takes a value where there is none")]
    [InlineData("N", "is cut short")]
    [InlineData("", "is cut short")]
    [InlineData("X\u00FF\u00FF\u00FF\u00FF", "has a text of 4294967295 bytes")]
    [InlineData("\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF", "has a text of 18446744073709551615 bytes")]
    [InlineData("\u008B\u00FF\u00FF\u00FF\u007F", "has a text of 2147483647 bytes")]
    [InlineData("X\u0001\u0000\u0000\u0000\u00FF.", "has a text that is not UTF-8")]
    [InlineData("h\u0007.", "recalls what it never remembered")]
    [InlineData("NNa.", "appends to something that is no list")]
    [InlineData("N(Ne.", "appends to something that is no list")]
    [InlineData("NNNs.", "sets items of something that is no dictionary")]
    [InlineData("}(Nu.", "sets items of something that is no dictionary")]
    [InlineData("N}b.", "sets attributes of something")]
    [InlineData("NNR.", "calls something that is no name")]
    [InlineData("ccollections\nOrderedDict\nNR.", "calls something that is no name")]
    [InlineData("ccollections\nOrderedDict\nN\u0085R.", "calls 'collections.OrderedDict' with 1 arguments that it does not take")]
    [InlineData("ctorch\nFloatStorage\n)R.", "calls 'torch.FloatStorage' with 0 arguments")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\nN\u0085R.", "calls 'torch._utils._rebuild_tensor_v2' with 1 arguments")]
    [InlineData("NQ.", "names a storage in a way that torch does not")]
    [InlineData("ctorch", "has a name without end")]
    [InlineData("N.", "holds no dictionary, expected the state_dict of a model")]
    [InlineData("}.", "holds no named tensors, expected the state_dict of a model")]
    public void A_pickle_that_breaks_a_rule_is_refused_with_the_rule(string instructions, string sentence)
    {
        Write(FilePath, Pickle(Start, instructions));
        Refused(sentence);
    }

    [Fact]
    public void Other_protocols_are_refused()
    {
        Write(FilePath, Pickle("\u0080\u0001N."));
        Refused("is of protocol 1, expected 2 to 5");
    }

    [Theory]
    [InlineData(4, 0, new[] { 5 }, new[] { 1 }, "does not lie within the 4 elements of its storage")]
    [InlineData(4, 1, new[] { 4 }, new[] { 1 }, "does not lie within the 4 elements of its storage")]
    [InlineData(4, -1, new[] { 1 }, new[] { 1 }, "does not lie within the 4 elements of its storage")]
    [InlineData(4, 0, new[] { 2, 2 }, new[] { 3, 1 }, "does not lie within the 4 elements of its storage")]
    [InlineData(4, 2147483647, new[] { 0 }, new[] { 1 }, "does not lie within the 4 elements of its storage")]
    [InlineData(4, 0, new[] { -1 }, new[] { 1 }, "negative")]
    [InlineData(4, 0, new[] { 2 }, new[] { -1 }, "negative")]
    [InlineData(4, 0, new[] { 2 }, new int[0], "differ in number")]
    [InlineData(4, 0, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, "more than 16")]
    [InlineData(4, 0, new[] { 2000000000, 2000000000, 2000000000 }, new[] { 0, 0, 0 }, "8000000000000000000000000000 elements, where its storage has 4")]
    [InlineData(4, 0, new[] { 2000000000, 2000000000, 2000000000, 0 }, new[] { 2000000000, 2000000000, 2000000000, 2000000000 }, "8000000000000000000000000000 elements, where its storage has 4")]
    [InlineData(4, 0, new[] { 100000000 }, new[] { 0 }, "100000000 elements, where its storage has 4")]
    [InlineData(5, 0, new[] { 4 }, new[] { 1 }, "has 5 elements of 4 bytes, but 16 bytes are there")]
    [InlineData(-1, 0, new[] { 0 }, new[] { 1 }, "has -1 elements of 4 bytes, but 16 bytes are there")]
    public void A_tensor_beyond_its_storage_is_refused(int elements, int offset, int[] size, int[] strides, string sentence)
    {
        Write(FilePath, OneTensor(Tensor("FloatStorage", elements, offset, size, strides)), ("0", new byte[16]));
        Refused(sentence);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("../version")]
    public void A_storage_that_is_not_there_is_named(string key)
    {
        Write(FilePath, OneTensor(Tensor("FloatStorage", 1, 0, [1], [1], key)), ("0", new byte[16]));
        Refused($"names the storage '{key}', which the archive does not hold");
    }

    [Fact]
    public void A_name_given_twice_is_refused()
    {
        var tensor = Tensor("FloatStorage", 4, 0, [4], [1]);
        Write(FilePath, Pickle(Start, "}(", Text("t"), tensor, Text("t"), tensor, "u."), ("0", new byte[16]));
        Refused("holds the tensor 't' twice");
    }

    [Fact]
    public void Dictionaries_within_themselves_or_ever_more_of_them_end()
    {
        // A dictionary that holds itself.
        Write(FilePath, Pickle(Start, "}q\u0000", Text("x"), "h\u0000s."));
        Refused("in more than 8 layers");
        Write(FilePath, Pickle(Start, "}q\u0000", Text("model"), "h\u0000s."));
        Refused("in more than 8 layers");

        // Each holds the one before a hundred times: 100 to the power of 7 in all.
        var layers = Enumerable.Range(0, 7).Select(layer => Pickle("}(", Pickle([.. Enumerable.Range(0, 100).Select(i => Pickle(Text($"k{i}"), $"h{(char)layer}"))]), $"uq{(char)(layer + 1)}"));
        Write(FilePath, Pickle(Start, "}q\u0000", Pickle([.. layers]), "."));
        Refused("of more than 4000000 items");
    }

    [Fact]
    public void Endless_pickles_are_bounded()
    {
        Write(FilePath, Pickle(Start, new string('N', 2_000_000)));
        Refused("keeps more values at hand than any file of weights does");
        Write(FilePath, Pickle(Start, new string('(', 2_000)));
        Refused("keeps more values at hand than any file of weights does");
        Write(FilePath, Pickle(Start, "N", string.Concat(Enumerable.Repeat("20", 4_000_001))));
        Refused("has more than 8000000 instructions");
        Write(FilePath, new byte[(1 << 26) + 1]);
        Refused("'a/data.pkl' in");
    }

    [Fact]
    public void A_compressed_archive_is_refused_before_anything_grows()
    {
        WriteFiles(FilePath, _ => CompressionLevel.Optimal, ("a/data.pkl", new byte[1_000_000]));
        Refused("'a/data.pkl' in '");
        Refused("is compressed, which torch.save never does");

        WriteFiles(FilePath, name => name == "a/data/0" ? CompressionLevel.Optimal : CompressionLevel.NoCompression, ("a/data.pkl", OneTensor(Tensor("FloatStorage", 4, 0, [4], [1]))), ("a/data/0", new byte[1_000_000]));
        Refused("'a/data/0' in '");
        Refused("is compressed, which torch.save never does");
    }

    [Fact]
    public void Archives_without_a_pickle_or_with_several_are_refused()
    {
        WriteFiles(FilePath, _ => CompressionLevel.NoCompression, ("a/readme", [1]));
        Refused("with 0 files data.pkl, expected one");
        WriteFiles(FilePath, _ => CompressionLevel.NoCompression, ("a/data.pkl", [1]), ("b/data.pkl", [1]));
        Refused("with 2 files data.pkl, expected one");
        WriteFiles(FilePath, _ => CompressionLevel.NoCompression, ("a/data.pkl", [1]), ("a/data.pkl", [1]));
        Refused("holds 'a/data.pkl' twice");
        WriteFiles(FilePath, _ => CompressionLevel.NoCompression, ("a/data.pkl", [1]), ("a/byteorder", "big"u8.ToArray()));
        Refused("was written on a big-endian machine");
    }

    private void Refused(string sentence) => Should.Throw<InvalidDataException>(() => PyTorchFile.Open(FilePath)).Message.ShouldContain(sentence);
}
