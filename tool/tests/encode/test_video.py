import av
import numpy as np
import pytest
from yorisoi_protocol.frames.picture import VideoCodec
from yorisoi_protocol.vocabulary import Codec
from yorisoi_tool.encode.video import VideoEncoder, open_encoder


@pytest.fixture(params=[Codec.VP8, Codec.H264])
def codec(request: pytest.FixtureRequest) -> Codec:
    return Codec(request.param)


def opened(codec: Codec, width: int, height: int) -> VideoEncoder:
    encoder = open_encoder([codec], width, height)
    assert encoder is not None
    return encoder


def scene(width: int, height: int, step: int) -> np.ndarray:
    """Coloured bars with a moving edge: blue, green, red, unused."""
    pixels = np.zeros((height, width, 4), np.uint8)
    for at, colour in enumerate([(200, 30, 30), (30, 200, 30), (30, 30, 200), (220, 220, 220)]):
        pixels[:, at * width // 4 : (at + 1) * width // 4, :3] = colour
    pixels[:, step * 8 : step * 8 + 16, :3] = 10
    return pixels


def decoder_for(codec: Codec) -> av.CodecContext:
    return av.CodecContext.create({Codec.VP8: "vp8", Codec.H264: "h264"}[codec], "r")


def shown(decoder: av.CodecContext, data: bytes) -> np.ndarray:
    frames = decoder.decode(av.Packet(data))
    assert len(frames) == 1
    return frames[0].to_ndarray(format="bgra")


def test_each_frame_comes_out_at_once_and_looks_like_what_was_put_in(codec: Codec) -> None:
    encoder, decoder = opened(codec, 320, 240), decoder_for(codec)
    for step in range(10):
        picture = scene(320, 240, step)
        encoder.put(picture, 0, 0)
        result = shown(decoder, encoder.encode(key=step == 0, budget=20_000))
        difference = np.abs(result[..., :3].astype(int) - picture[..., :3]).mean()
        assert difference < 12, f"step {step}"
    encoder.close()


def test_a_part_renews_only_that_part(codec: Codec) -> None:
    encoder, decoder = opened(codec, 160, 120), decoder_for(codec)
    encoder.put(np.full((120, 160, 4), 60, np.uint8), 0, 0)
    shown(decoder, encoder.encode(key=True, budget=20_000))
    encoder.put(np.full((40, 60, 4), 220, np.uint8), 32, 48)
    for _ in range(6):
        result = shown(decoder, encoder.encode(key=False, budget=20_000))
    assert abs(int(result[68, 62, 1]) - 220) < 20
    assert abs(int(result[20, 20, 1]) - 60) < 20
    assert abs(int(result[100, 140, 1]) - 60) < 20
    encoder.close()


def test_a_key_frame_comes_when_asked_for_and_stands_alone(codec: Codec) -> None:
    encoder = opened(codec, 160, 120)
    encoder.put(scene(160, 120, 0), 0, 0)
    for step in range(5):
        encoder.encode(key=step == 0, budget=5_000)
    fresh = decoder_for(codec)
    result = shown(fresh, encoder.encode(key=True, budget=20_000))
    assert np.abs(result[..., :3].astype(int) - scene(160, 120, 0)[..., :3]).mean() < 15
    encoder.close()


def test_odd_sizes_are_coded_even(codec: Codec) -> None:
    encoder, decoder = opened(codec, 161, 121), decoder_for(codec)
    assert (encoder.width, encoder.height) == (162, 122)
    picture = np.full((121, 161, 4), 200, np.uint8)
    encoder.put(picture, 0, 0)
    encoder.put(picture[120:, 160:], 160, 120)
    frame = decoder.decode(av.Packet(encoder.encode(key=True, budget=20_000)))[0]
    assert (frame.width, frame.height) == (162, 122)
    luma = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(-1, frame.planes[0].line_size)
    assert (np.abs(luma[:122, :162].astype(int) - 188) < 6).all()  # the last column and row too
    encoder.close()


def test_vp8_spends_about_its_budget_while_a_picture_moves() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 4), np.uint8)
    sizes = {}
    for budget in (3_000, 12_000):
        encoder = opened(Codec.VP8, 400, 300)
        spent = []
        for step in range(40):
            encoder.put(np.ascontiguousarray(np.roll(noise // 8 + 100, step * 3, axis=1)), 0, 0)
            spent.append(len(encoder.encode(key=step == 0, budget=budget)))
        sizes[budget] = sum(spent[15:]) / 25
        encoder.close()
    assert sizes[3_000] < 6_000
    assert sizes[12_000] < 24_000


def test_the_viewers_order_decides_and_without_a_codec_there_is_no_video() -> None:
    first = open_encoder([Codec.H264, Codec.VP8], 64, 64)
    assert first is not None
    assert first.codec is VideoCodec.H264
    first.close()
    assert open_encoder([], 64, 64) is None


def test_a_size_no_encoder_takes_is_no_video_and_no_crash() -> None:
    assert open_encoder([Codec.VP8], 16_384, 16_384) is None
