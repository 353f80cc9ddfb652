using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Tests.Heads;

/// <summary>What a head gives for the texts of a <see cref="ReferenceModel"/>, each padded in a row of its own, and its loss.</summary>
internal sealed class HeadRun
{
    private readonly TextModel _model;
    private readonly ReferenceModel _reference;
    private readonly int[][] _tokens;
    private readonly int[] _lengths;
    private readonly List<(Tensor Input, int[] Values)> _integers = [];
    private readonly List<(Tensor Input, float[] Values)> _numbers = [];
    private readonly List<Tensor> _layers = [];
    private readonly Tensor _hidden;
    private readonly Tensor _logits;
    private readonly LossTensors _loss;

    public HeadRun(TextModel model, ReferenceModel reference)
    {
        (_model, _reference, _tokens, _lengths) = (model, reference, reference.Tokens, reference.Lengths);
        Shape shape = [_tokens.Length, _tokens[0].Length];

        // In transformers padding sees the text, and the loss of an answer goes over padding too. Elsewhere padding is a document of its own.
        var likeTransformers = model.Config is { Head: ModelHead.QuestionAnswering, Kind: ModelKind.Encoder };
        var positions = Integers(shape, Places((at, length) => at < length || likeTransformers ? at : at - length));
        var inputs = new TextInputs(
            Integers(shape, _tokens.SelectMany(static row => row)),
            positions,
            likeTransformers ? positions : Integers(shape, Places(static (at, length) => at < length ? 0 : length)),
            reference.Has("token_type_ids") ? Integers(shape, reference.Rows("token_type_ids").SelectMany(static row => row)) : null,
            likeTransformers ? Integers([shape[0], shape[1], 2], _lengths.SelectMany(length => Enumerable.Repeat(new[] { 0, length }, shape[1])).SelectMany(static range => range)) : null);
        _hidden = model.Hidden(inputs, (_, layer) => _layers.Add(layer));
        (_logits, _loss) = Head();
    }

    public int HiddenSize => _model.Config.HiddenSize;

    public IReadOnlyList<float[]> Layers { get; private set; } = [];

    public float[] Hidden { get; private set; } = [];

    public float[] Logits { get; private set; } = [];

    public float Loss { get; private set; }

    public float[] Losses { get; private set; } = [];

    /// <summary>Whether a flattened position holds a token and no padding.</summary>
    public bool IsReal(int position) => position % _tokens[0].Length < _lengths[position / _tokens[0].Length];

    public HeadRun Run()
    {
        var program = StepProgram.Compile([_loss.Loss, _loss.Losses, _logits, _hidden, .. _layers]);
        Fill(program);
        program.Run();
        Layers = [.. _layers.Select(layer => program.Values<float>(layer).ToArray())];
        (Hidden, Logits, Losses) = (program.Values<float>(_hidden).ToArray(), program.Values<float>(_logits).ToArray(), program.Values<float>(_loss.Losses).ToArray());
        Loss = program.Values<float>(_loss.Loss)[0];
        GC.KeepAlive(program);
        return this;
    }

    /// <summary>Computes the gradients of the loss into the parameters.</summary>
    public void Differentiate()
    {
        var program = StepProgram.CompileTraining(_loss.Loss, _model.Parameters.All);
        Fill(program);
        program.Run();
        GC.KeepAlive(program);
    }

    /// <summary>The loss with the weights as they now are.</summary>
    public Func<double> LossProgram()
    {
        var program = StepProgram.Compile(_loss.Loss);
        return () =>
        {
            Fill(program);
            program.Run();
            return program.Values<float>(_loss.Loss)[0];
        };
    }

    private (Tensor Logits, LossTensors Loss) Head()
    {
        var texts = _tokens.Length;
        switch (_model.Config.Head)
        {
            case ModelHead.LanguageModel or ModelHead.MaskedLanguageModel:
                return (_model.Logits(_hidden), _model.TokenLoss(_hidden, TokenTargets(), Scale(_reference.Rows("labels").Sum(static row => row.Count(static label => label >= 0)))));
            case ModelHead.TokenClassification:
                var ofTokens = _model.TokenLogits(_hidden);
                return (ofTokens, ofTokens.CrossEntropy(TokenTargets(), Scale(_reference.Rows("labels").Sum(static row => row.Count(static label => label >= 0)))));
            case ModelHead.QuestionAnswering:
                var ofAnswers = _model.TokenLogits(_hidden);
                return (ofAnswers, ofAnswers.AnswerLoss(texts, Integers([texts], _reference.Integers("start_positions")), Integers([texts], _reference.Integers("end_positions")), Scale(texts)));
        }

        var pooling = _model.Config.Pooling;
        var shape = TextPlaces.Shape(pooling, texts);
        var places = new int[shape.Count];
        for (var text = 0; text < texts; text++)
        {
            TextPlaces.Write(pooling, places, text, text * _tokens[0].Length, _lengths[text]);
        }

        var logits = _model.Classify(_hidden, Integers(shape, places));
        return (logits, _model.Config.Head switch
        {
            ModelHead.SequenceClassification => logits.CrossEntropy(Integers([texts], _reference.Integers("labels")), Scale(texts)),
            ModelHead.Regression => logits.SquaredError(Numbers(logits.Shape, _reference.Numbers("labels")), Scale((int)logits.Shape.Count)),
            ModelHead.MultipleChoice => ChoiceLoss(logits),
            _ => logits.PairLoss(Scale(texts / 2)),
        });
    }

    private LossTensors ChoiceLoss(Tensor logits)
    {
        var targets = _reference.Integers("labels");
        return logits.ChoiceLoss(_tokens.Length / targets.Length, Integers([targets.Length], targets), Scale(targets.Length));
    }

    private Tensor TokenTargets() => Integers([_tokens.Length * _tokens[0].Length], _reference.Rows("labels").SelectMany(static row => row));

    private IEnumerable<int> Places(Func<int, int, int> at) => _lengths.SelectMany(length => Enumerable.Range(0, _tokens[0].Length).Select(position => at(position, length)));

    private Tensor Scale(int count) => Numbers([], [1f / count]);

    private Tensor Integers(Shape shape, IEnumerable<int> values)
    {
        var input = Tensor.Input(_model.Backend, shape, DataType.Int32);
        _integers.Add((input, [.. values]));
        return input;
    }

    private Tensor Numbers(Shape shape, float[] values)
    {
        var input = Tensor.Input(_model.Backend, shape);
        _numbers.Add((input, values));
        return input;
    }

    private void Fill(StepProgram program)
    {
        _integers.ForEach(pair => pair.Values.CopyTo(program.Values<int>(pair.Input)));
        _numbers.ForEach(pair => pair.Values.CopyTo(program.Values<float>(pair.Input)));
    }
}
