using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Models.Tests.Surgery;

public sealed class ModelMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _base;
    private readonly string _first;
    private readonly string _second;

    public ModelMergeTests()
    {
        _base = SurgeryModels.Copy(SurgeryModels.Folder("gpt2"), _folder.File("base"));
        _first = SurgeryModels.Disturb(_base, _folder.File("first"), 1);
        _second = SurgeryModels.Disturb(_base, _folder.File("second"), 2);
    }

    public static TheoryData<MergeMethod> Methods => [.. Enum.GetValues<MergeMethod>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_model_merged_with_itself_is_itself(MergeMethod method)
    {
        var options = new MergeOptions { Method = method, T = 0.3 };
        ModelMerge.Write([_first, _first], options.NeedsBase ? _first : null, _folder.File("new"), options);

        SurgeryModels.Bytes(_folder.File("new")).ShouldBe(SurgeryModels.Bytes(_first));
    }

    [Theory]
    [MemberData(nameof(SurgeryModels.AllData), MemberType = typeof(SurgeryModels))]
    public void Models_of_every_family_can_be_merged(string name)
    {
        var source = SurgeryModels.Copy(SurgeryModels.Folder(name), _folder.File("source"));
        var other = SurgeryModels.Disturb(source, _folder.File("other"), 3);
        ModelMerge.Write([source, other], null, _folder.File("new"), new MergeOptions { Method = MergeMethod.Linear, Weights = [3, 1] });

        var (a, b, found) = (SurgeryModels.Values(source), SurgeryModels.Values(other), SurgeryModels.Values(_folder.File("new")));
        found.Select((value, i) => Math.Abs(value - (0.75 * a[i]) - (0.25 * b[i]))).Max().ShouldBeLessThan(1e-7 * 4);
        ModelFolder.Open(_folder.File("new")).Config.Family.ShouldBe(ModelFolder.Open(source).Config.Family);
    }

    [Theory]
    [InlineData(MergeMethod.Linear)]
    [InlineData(MergeMethod.Slerp)]
    public void At_either_end_there_is_one_model_alone(MergeMethod method)
    {
        Merge("start", new MergeOptions { Method = method, T = 0, Weights = method == MergeMethod.Linear ? [1, 0] : [] });
        Merge("end", new MergeOptions { Method = method, T = 1, Weights = method == MergeMethod.Linear ? [0, 2] : [] });

        SurgeryModels.Bytes(_folder.File("start")).ShouldBe(SurgeryModels.Bytes(_first));
        SurgeryModels.Bytes(_folder.File("end")).ShouldBe(SurgeryModels.Bytes(_second));
    }

    [Fact]
    public void Slerp_of_two_directions_at_right_angles_is_half_way_between_them()
    {
        float[] a = [2, 0];
        TensorMerge.Slerp(a, [0f, 2f], 0.5);

        // Both sines are sin 45° / sin 90°.
        a[0].ShouldBe((float)Math.Sqrt(2), 1e-6f);
        a[1].ShouldBe((float)Math.Sqrt(2), 1e-6f);
    }

    [Fact]
    public void Slerp_is_a_straight_line_where_two_directions_are_one()
    {
        float[] a = [1, 2], zero = [0, 0];
        TensorMerge.Slerp(a, [3f, 6f], 0.25);
        TensorMerge.Slerp(zero, [4f, 8f], 0.25);

        a.ShouldBe([1.5f, 3f]);
        zero.ShouldBe([1f, 2f]);
    }

    [Fact]
    public void Task_arithmetic_adds_the_weighted_differences_to_the_base()
    {
        ModelMerge.Write([_first, _second], _base, _folder.File("new"), new MergeOptions { Method = MergeMethod.Task, Weights = [0.5, -0.25] });

        var (start, a, b) = (SurgeryModels.Values(_base), SurgeryModels.Values(_first), SurgeryModels.Values(_second));
        var expected = start.Select((value, i) => (float)(value + (0.5 * ((double)a[i] - value)) - (0.25 * ((double)b[i] - value)))).ToArray();
        SurgeryModels.Values(_folder.File("new")).ShouldBe(expected);
    }

    [Fact]
    public void Task_arithmetic_with_one_model_of_weight_1_is_that_model()
    {
        ModelMerge.Write([_first], _base, _folder.File("new"), new MergeOptions { Method = MergeMethod.Task });

        SurgeryModels.Bytes(_folder.File("new")).ShouldBe(SurgeryModels.Bytes(_first));
    }

    [Fact]
    public void Ties_of_equal_differences_without_trimming_is_the_model()
    {
        ModelMerge.Write([_first, _first, _first], _base, _folder.File("new"), new MergeOptions { Method = MergeMethod.Ties, Density = 1 });

        SurgeryModels.Values(_folder.File("new")).ShouldBe(SurgeryModels.Values(_first));
    }

    [Fact]
    public void Ties_trims_elects_a_sign_and_averages_those_that_have_it()
    {
        // Differences: model 1 [4, -1, 3, 0.5], model 2 [2, -6, -5, 0.25]; half of each stay: [4, ., 3, .] and [., -6, -5, .].
        float[] start = [1, 1, 1, 1];
        float[][] models = [[5, 0, 4, 1.5f], [3, -5, -4, 1.25f]];
        DeltaFilter[] filters = [new LargestDeltas(start, models[0], 0.5), new LargestDeltas(start, models[1], 0.5)];
        TensorMerge.AddElected(start, models, [1, 1], filters);

        start.ShouldBe([5, -5, -4, 1]);
    }

    [Fact]
    public void Ties_averages_by_weight_among_those_that_agree()
    {
        float[] start = [0, 0];
        TensorMerge.AddElected(start, [[4, -1], [1, -1], [-2, 3]], [1, 3, 1], [new DeltaFilter(), new DeltaFilter(), new DeltaFilter()]);

        // 4 + 3 - 2 is above 0: (4 + 3 * 1) / 4. -1 - 3 + 3 is below: -1.
        start.ShouldBe([1.75f, -1]);
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.2, 2)]
    [InlineData(0.5, 5)]
    [InlineData(1, 10)]
    public void Trimming_keeps_the_largest_and_of_equal_ones_the_first(double density, int kept)
    {
        float[] model = [0, -3, 1e-40f, 3, 3, 2, 1e30f, -0.5f, 3, -2];
        var filter = new LargestDeltas(new float[10], model, density);
        var found = model.Select(value => filter.Next(value) != 0 || (value == 0 && density == 1)).ToArray();

        int[] order = [6, 1, 3, 4, 8, 5, 9, 7, 2, 0];
        Enumerable.Range(0, 10).Where(i => found[i]).ShouldBe(order.Take(kept).Order());
    }

    [Fact]
    public void Dare_keeps_the_mean_and_draws_the_same_every_time()
    {
        const int count = 200_000;
        var filter = new RandomDeltas(5, "dare/0/x", 0.3);
        var again = new RandomDeltas(5, "dare/0/x", 0.3);
        var other = new RandomDeltas(5, "dare/1/x", 0.3);
        double sum = 0;
        int kept = 0, shared = 0, different = 0;
        for (var i = 0; i < count; i++)
        {
            var value = filter.Next(1);
            different += again.Next(1) != value ? 1 : 0;
            shared += other.Next(1) != 0 && value != 0 ? 1 : 0;
            kept += value != 0 ? 1 : 0;
            sum += value;
        }

        different.ShouldBe(0);

        // Standard deviations: 0.0010 of the share, 0.0034 of the mean; another model draws by itself: 0.09.
        (kept / (double)count).ShouldBe(0.3, 0.005);
        (sum / count).ShouldBe(1, 0.017);
        (shared / (double)count).ShouldBe(0.09, 0.005);
    }

    [Fact]
    public void Dare_is_the_same_bytes_for_one_seed_and_others_for_another()
    {
        foreach (var (name, seed) in new[] { ("one", 1UL), ("same", 1UL), ("two", 2UL) })
        {
            ModelMerge.Write([_first, _second], _base, _folder.File(name), new MergeOptions { Method = MergeMethod.DareTies, Density = 0.4, Seed = seed });
        }

        SurgeryModels.Bytes(_folder.File("same")).ShouldBe(SurgeryModels.Bytes(_folder.File("one")));
        SurgeryModels.Bytes(_folder.File("two")).ShouldNotBe(SurgeryModels.Bytes(_folder.File("one")));
    }

    [Fact]
    public void Models_that_differ_in_more_than_their_weights_are_refused_by_the_first_difference()
    {
        Refused([_first, SurgeryModels.Folder("llama")], "Family is Gpt2 in '");
        Refused([SurgeryModels.Folder("t5"), SurgeryModels.Folder("t5-v1.1")], " in '");
        LayerSurgery.Write(_first, _folder.File("shallow"), [0]);
        Refused([_first, _folder.File("shallow")], "Layers is 2 in '");
        EmbeddingExtension.Write(_first, _folder.File("longer"), 61, [[1]]);
        Refused([_first, _folder.File("longer")], "VocabularySize is 61 in '");

        void Refused(string[] models, string sentence)
        {
            var message = Should.Throw<ArgumentException>(() => ModelMerge.Write(models, null, _folder.File("new"), new MergeOptions { Method = MergeMethod.Linear })).Message;
            message.ShouldContain(sentence);
            message.ShouldContain("only models that differ in nothing but their weights can be merged");
            Directory.Exists(_folder.File("new")).ShouldBeFalse();
        }
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        Refused(new() { Method = MergeMethod.Ties }, null, "give the base");
        Refused(new() { Method = MergeMethod.Linear }, _base, "has no use for a base");
        Refused(new() { Method = MergeMethod.Linear, Weights = [1] }, null, "There are 1 weights for 2 models");
        Refused(new() { Method = MergeMethod.Linear, Weights = [1, -1] }, null, "sum to 0");
        Refused(new() { Method = MergeMethod.Slerp, Weights = [1, 1] }, null, "Slerp has no weights");
        Refused(new() { Method = MergeMethod.Slerp, T = 1.5 }, null, "t is 1.5");
        Refused(new() { Method = MergeMethod.Ties, Density = 0 }, _base, "The density is 0");
        Refused(new() { Method = MergeMethod.Ties, Weights = [1, -1] }, _base, "must be above 0");
        Refused(new() { Method = MergeMethod.Task, Weights = [1, double.NaN] }, _base, "no finite number");
        Should.Throw<ArgumentException>(() => ModelMerge.Write([_first], null, _folder.File("new"), new() { Method = MergeMethod.Slerp })).Message.ShouldContain("there is 1; give two");
        Should.Throw<ArgumentException>(() => ModelMerge.Write([_first, _second], null, _first, new() { Method = MergeMethod.Linear })).Message.ShouldContain("would overwrite");

        void Refused(MergeOptions options, string? start, string sentence)
            => Should.Throw<ArgumentException>(() => ModelMerge.Write([_first, _second], start, _folder.File("new"), options)).Message.ShouldContain(sentence);
    }

    private void Merge(string name, MergeOptions options) => ModelMerge.Write([_first, _second], null, _folder.File(name), options);
}
