using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Models.Files;
using Sinter.Models.Files.PyTorch;
using Sinter.Models.Tests.Files.PyTorch;

namespace Sinter.Models.Tests.Files;

/// <summary>What holds for any weights and for any bytes.</summary>
public sealed class SafeTensorsProperties : IDisposable
{
    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ":", ",", "\"t\":", "\"u\":", "\"dtype\":", "\"shape\":", "\"data_offsets\":", "\"__metadata__\":", "\"F32\"", "\"BF16\"", "\"F8_E4M3\"", "\"I128\"",
        "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}", "0", "1", "4", "-1", "1e3", "2147483648", "9223372036854775807", "9223372036854775808", "null", "true", "\"\\ud800\"", " ",
    ];

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_names_and_shapes_survive()
    {
        var dimension = Gen.Choose(0, 5);
        var shape = Gen.Choose(0, 4).SelectMany(rank => dimension.ArrayOf(rank));
        var name = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => text.Get).Where(static text => !HasLoneSurrogate(text) && text != "__metadata__");
        var infos = name.Zip(shape).ArrayOf().Select(static pairs => pairs.DistinctBy(static pair => pair.Item1).Select(static pair => new TensorInfo(pair.Item1, pair.Item2)).ToArray());
        Prop.ForAll(infos.Zip(Gen.Elements(TensorType.Float32, TensorType.Float16, TensorType.BFloat16)).ToArbitrary(), given =>
        {
            var (tensors, type) = given;
            SafeTensorsWriter.Write(FilePath, tensors.Select(static (info, i) => new TensorToWrite(info, destination => destination.Fill(i))), type);
            using var file = SafeTensorsFile.Open(FilePath);
            file.Tensors.Select(static tensor => tensor.ToString()).ShouldBe(tensors.OrderBy(static info => info.Name, StringComparer.Ordinal).Select(static info => info.ToString()));
            for (var i = 0; i < tensors.Length; i++)
            {
                var values = new float[tensors[i].Elements];
                file.ReadFloat32(tensors[i].Name, values, [.. tensors[i].Shape]);
                values.ShouldAllBe(value => value == i);
                file.TypeOf(tensors[i].Name).ShouldBe(type);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public void Any_header_is_weights_or_a_sentence() => Prop.ForAll(Gen.Elements(Words).ArrayOf().Zip(Gen.Choose(0, 9)).ToArbitrary(), given =>
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(given.Item1));
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. json, .. new byte[given.Item2]]);
        OpensOrTells(() => SafeTensorsFile.Open(FilePath));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_header_changed_anywhere_is_weights_or_a_sentence()
    {
        SafeTensorsWriter.Write(FilePath, [new(new("a", [2, 3]), static values => values.Fill(1)), new(new("b", [4]), static values => values.Fill(2)), new(new("c", []), static values => values.Fill(3))]);
        var whole = File.ReadAllBytes(FilePath);
        var change = Gen.Choose(0, whole.Length - 1).Zip(Gen.Choose(0, 255));
        Prop.ForAll(change.ArrayOf().ToArbitrary(), changes =>
        {
            var bytes = (byte[])whole.Clone();
            foreach (var (place, value) in changes.Take(4))
            {
                bytes[place] = (byte)value;
            }

            File.WriteAllBytes(FilePath, bytes);
            OpensOrTells(() => SafeTensorsFile.Open(FilePath));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_pickle_is_weights_or_a_sentence()
    {
        string[] instructions =
        [
            "N", "\u0088", "K\u0001", "J\u0001\u0000\u0000\u0000", "(", "t", ")", "\u0085", "\u0086", "\u0087", "}", "]", "a", "e", "s", "u", "R", "b", "Q", "0", "1", "2", "q\u0000", "h\u0000", "\u0094", "\u0093",
            "X\u0001\u0000\u0000\u0000t", "\u008C\u0007storage", "X\u0001\u0000\u0000\u00000", "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n", "ctorch._utils\n_rebuild_parameter\n",
            "ccollections\nOrderedDict\n", "ctorch\nSize\n", "ctorch\ndevice\n", "cos\nsystem\n", "\u008A\u0009\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001", ".",
        ];
        Prop.ForAll(Gen.Elements(instructions).ArrayOf().ToArbitrary(), given =>
        {
            TorchArchive.Write(FilePath, TorchArchive.Pickle([TorchArchive.Start, .. given, "."]), ("0", new byte[16]));
            OpensOrTells(() => PyTorchFile.Open(FilePath));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static void OpensOrTells(Func<IWeightSource> open)
    {
        try
        {
            using var file = open();
            foreach (var tensor in file.Tensors.Where(static tensor => tensor.Elements < 1000))
            {
                file.ReadFloat32(tensor.Name, new float[tensor.Elements], [.. tensor.Shape]);
            }
        }
        catch (InvalidDataException fault)
        {
            fault.Message.ShouldNotBeEmpty();
        }
    }

    private static bool HasLoneSurrogate(string text) => !string.Equals(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
}
